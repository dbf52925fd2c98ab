import { ok, type Result } from '../../model/problem.ts';
import { readJsonc } from '../json/read.ts';
import { readToml } from '../toml/read.ts';
import { readYamls } from '../yaml/read.ts';
import { jsonValues } from './json.ts';
import { cfgValues, dockerfileValues, lineValues, pythonValues } from './lines.ts';
import { tomlValues } from './toml.ts';
import type { Value } from './value.ts';
import { anyYamlValues, plainYamlValues } from './yaml.ts';

interface Format {
  readonly files: RegExp;
  /** Reads and finds in one pass what is written as most are; undefined for anything else. */
  readonly quick?: (text: string) => readonly Value[] | undefined;
  /** What tells a file that is none of its format; absent where every text is. */
  readonly read?: (text: string, file: string) => Result<unknown>;
  readonly values: (text: string) => readonly Value[];
}

const formats: readonly Format[] = [
  { files: /\.toml$|^(Cargo|uv|poetry|pdm)\.lock$|^Pipfile$/, read: readToml, values: tomlValues },
  { files: /\.ya?ml$|^(Chart|requirements)\.lock$/, quick: plainYamlValues, read: readYamls, values: anyYamlValues },
  { files: /\.(json|jsonc|json5)$|^bun\.lock$/, read: readJsonc, values: jsonValues },
  { files: /\.pyi?$/, values: pythonValues },
  { files: /\.(cfg|ini)$/, values: cfgValues },
  { files: /^(Dockerfile|Containerfile)|(Dockerfile|Containerfile)$|\.dockerfile$/i, values: dockerfileValues },
];

const formatOf = (file: string): Format | undefined =>
  formats.find(({ files }) => files.test(file.slice(file.lastIndexOf('/') + 1)));

/** Whether a file has a format of its own, in which not all that stands in a line is a value. */
export const isFormatted = (file: string): boolean => formatOf(file) !== undefined;

/** The values of a file, by its name; any other file is read line by line. */
export function valuesOf(file: string, text: string): Result<readonly Value[]> {
  const format = formatOf(file);
  if (format === undefined) return ok(lineValues(text));
  const quick = format.quick?.(text);
  if (quick !== undefined) return ok(quick);
  const readable = format.read?.(text, file);
  return readable?.ok === false ? readable : ok(format.values(text));
}
