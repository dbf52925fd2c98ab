import { parse, TomlError } from 'smol-toml';
import { fail, ok, type Result } from '../../model/problem.ts';
import { lineOf } from '../line.ts';
import { placeKey, scanPlaces, type Places } from './places.ts';

export type TomlValue = string | number | bigint | boolean | Date | TomlValue[] | { [key: string]: TomlValue };
export type TomlTable = Readonly<Record<string, TomlValue | undefined>>;

export interface Toml {
  readonly data: TomlTable;
  /** The line of a key or array element; of the nearest key above it where the path goes on inside a value. */
  line(...path: readonly (string | number)[]): number;
}

export function readToml(text: string, file: string): Result<Toml> {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    const data = parse(plain, { integersAsBigInt: 'asNeeded' }) as TomlTable;
    let places: Places | undefined;
    return ok({ data, line: (...path) => lineOf(path, (places ??= scanPlaces(plain)), placeKey) });
  } catch (error) {
    const [line, column] = error instanceof TomlError ? [error.line, error.column] : [1, 1];
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it cannot be read';
    return fail({
      code: 'TOML_INVALID',
      severity: 'error',
      what: `${file} is no valid TOML: ${reason.replace(/^Invalid TOML document: /, '')}.`,
      where: { file, line, column },
      fix: `Correct line ${line} of ${file}, or exclude the file: "exclude": ["${file}"].`,
    });
  }
}

/** Narrowing by hand: manifests come from people, so nothing about their shape is taken for granted. */
export const tableOf = (value: TomlValue | undefined): TomlTable =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date) ? value : {};
export const stringOf = (value: TomlValue | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
export const listOf = (value: TomlValue | undefined): readonly TomlValue[] => (Array.isArray(value) ? value : []);
export const stringsOf = (value: TomlValue | undefined): readonly string[] =>
  listOf(value).filter((item) => typeof item === 'string');
