import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { depthProblem } from './depth.ts';
import { parsePlain } from './plain.ts';
import { parseDocuments, type Parsed } from './parse.ts';

/**
 * One YAML document. Scalars are the text that stands in the file, without quotes: `version: 1.10` is "1.10", `true` is
 * "true", a missing value is "". So nothing is lost that a number or a date would lose.
 */
export interface Yaml {
  readonly data: unknown;
  /** The line of a key or list item; of the nearest one above it where the path goes on inside a value. */
  line(...path: readonly (string | number)[]): number;
}

/** The first document of a file; empty files hold no data. */
export function readYaml(text: string, file: string): Result<Yaml> {
  const documents = readYamls(text, file);
  return documents.ok ? ok(documents.value[0] ?? nothing) : documents;
}

/** All documents of a file. */
export function readYamls(text: string, file: string): Result<readonly Yaml[]> {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const simple = parsePlain(plain);
  if (simple !== undefined) return ok([located(simple)]);
  const deep = depthProblem(plain);
  if (deep !== undefined) return fail(invalid(file, deep));
  const parsed = parseDocuments(plain);
  return parsed.ok ? ok(parsed.documents.map(located)) : fail(invalid(file, parsed));
}

const nothing: Yaml = { data: undefined, line: () => 1 };

const located = ({ data, lines, start }: Parsed): Yaml => ({
  data,
  line: (...path) => {
    let line = start;
    let value = data;
    for (const part of path) {
      const container = typeof value === 'object' && value !== null ? value : undefined;
      const next = container === undefined ? undefined : lines.get(container)?.get(part);
      if (container === undefined || next === undefined) break;
      line = next;
      value = (container as Readonly<Record<string | number, unknown>>)[part];
    }
    return line;
  },
});

interface Refusal {
  readonly reason: string;
  readonly line: number;
  readonly column: number;
}

const invalid = (file: string, { reason, line, column }: Refusal): Problem => ({
  code: 'YAML_INVALID',
  severity: 'error',
  what: `${file} is no valid YAML: ${reason}.`,
  where: { file, line, column },
  fix: `Correct line ${line} of ${file}, or exclude the file: "exclude": ["${file}"].`,
});

/** Narrowing by hand: manifests come from people, so nothing about their shape is taken for granted. */
export const mapOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];
/** The text of a scalar; undefined for a missing or empty value. */
export const stringOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value !== '~' && value !== 'null' ? value : undefined;
export const stringsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((item): item is string => stringOf(item) !== undefined);
