import { isObject, stringOf, type JsonObject } from '../../text/json/narrow.ts';

export interface Person {
  readonly name?: string;
  readonly email?: string;
  readonly url?: string;
}

/** `Ada <ada@example.com> (https://example.com)`, or the same as an object, with the names that people give these. */
export function personOf(told: unknown): Person {
  const text = isObject(told)
    ? `${stringOf(told.name) ?? ''}${wrapped(' <', told.email ?? told.mail, '>')}${wrapped(' (', told.url ?? told.web, ')')}`
    : (stringOf(told) ?? '');
  const name = /^([^(<]+)/.exec(text)?.[1]?.trim() ?? '';
  const email = /<([^<>]+)>/.exec(text)?.[1];
  const url = /\(([^()]+)\)/.exec(text)?.[1];
  return {
    ...(name === '' ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(url === undefined ? {} : { url }),
  };
}

const wrapped = (before: string, told: unknown, behind: string): string =>
  typeof told === 'string' && told !== '' ? `${before}${told}${behind}` : '';

/** Who made it: a file AUTHORS counts where the manifest names nobody. */
export function peopleOf({ author, contributors, maintainers }: JsonObject, list: string | undefined): JsonObject {
  const listed = list?.split(/\r?\n/).map((line) => line.replace(/^\s*#.*$/, '').trim());
  const people = contributors ?? listed?.filter((line) => line !== '');
  const named = (list: unknown): unknown => (Array.isArray(list) ? list.map(personOf) : list);
  return {
    author: author === undefined || author === '' ? author : personOf(author),
    contributors: named(people),
    maintainers: named(maintainers),
  };
}
