import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { lineAt, lineOf } from '../line.ts';
import { withoutComments } from './comments.ts';
import { firstFault, isDeep } from './fault.ts';
import { placeKey, scanPlaces, type Places } from './places.ts';

export interface Json {
  readonly data: unknown;
  /** The line of a key or array element; of the nearest key above it where the path goes on inside a value. */
  line(...path: readonly (string | number)[]): number;
}

/** JSON as npm reads a package.json. */
export function readJson(text: string, file: string): Result<Json> {
  return read(withoutMark(text), file);
}

/** JSON as Nx and TypeScript read their configuration: with comments and trailing commas. */
export function readJsonc(text: string, file: string): Result<Json> {
  const plain = withoutMark(text);
  const strict = parse(plain);
  return strict === undefined ? read(withoutComments(plain), file) : located(strict.data, plain);
}

function read(plain: string, file: string): Result<Json> {
  const parsed = parse(plain);
  return parsed === undefined ? fail(invalid(plain, file)) : located(parsed.data, plain);
}

/** In an object, so that `null`, which is JSON, is not taken for nothing. */
function parse(plain: string): { readonly data: unknown } | undefined {
  if (isDeep(plain)) return undefined;
  try {
    return { data: JSON.parse(plain) as unknown };
  } catch {
    return undefined; // What the engine says differs from version to version; firstFault finds the place.
  }
}

function located(data: unknown, plain: string): Result<Json> {
  let places: Places | undefined;
  return ok({ data, line: (...path) => lineOf(path, (places ??= scanPlaces(plain)), placeKey) });
}

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);

function invalid(plain: string, file: string): Problem {
  const { at, reason } = firstFault(plain) ?? { at: 0, reason: 'it cannot be read' };
  const line = lineAt(plain, at);
  return {
    code: 'JSON_INVALID',
    severity: 'error',
    what: `${file} is no valid JSON: ${reason}.`,
    where: { file, line, column: at - plain.lastIndexOf('\n', at - 1) },
    fix: `Correct line ${line} of ${file}, or exclude the file: "exclude": ["${file}"].`,
  };
}
