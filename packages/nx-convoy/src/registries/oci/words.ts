import type { HttpAnswer } from '../../model/http.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { listOf, objectOf, stringOf } from '../../text/json/narrow.ts';

/** The spelling of a version as a tag, which holds no plus sign: helm writes an underscore for it. */
export const tagOf = (version: string): string => version.replaceAll('+', '_');

/** What a registry says, in its own words: `errors` of the specification, else the beginning of the text. */
export function wordsOf({ text }: HttpAnswer): string {
  const said = errorsIn(text).map(({ code, message }) => [code, message].filter(Boolean).join(': '));
  if (said.length > 0) return said.join('; ').slice(0, 500);
  const plain = text
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain.slice(0, 200);
}

/** Somebody else's bytes stand there, and stay: each registry has its own way to say that a tag is written once. */
export function isTaken(answer: HttpAnswer): boolean {
  if (answer.status === 409 || answer.status === 412) return true;
  return (
    [400, 403, 405].includes(answer.status) &&
    /immutab|already exists?|cannot be overwritten|overwrite/i.test(wordsOf(answer))
  );
}

function errorsIn(text: string): readonly { readonly code: string; readonly message: string }[] {
  return listOf(fieldsIn(text).errors).map((error) => {
    const { code, message } = objectOf(error);
    return { code: stringOf(code) ?? '', message: stringOf(message) ?? '' };
  });
}
