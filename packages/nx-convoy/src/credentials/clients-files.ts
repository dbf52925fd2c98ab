import type { Pockets } from '../model/credential.ts';
import type { Problem, Result } from '../model/problem.ts';
import { readCfg, type Cfg } from '../text/cfg/read.ts';
import { readJson } from '../text/json/read.ts';
import { readToml, type TomlTable } from '../text/toml/read.ts';
import { readYaml } from '../text/yaml/read.ts';
import { npmrcIn, type Settings } from './npmrc.ts';

/** The files of clients. What cannot be read holds nothing, and is told. */
export interface Clients {
  text(path: string): string | undefined;
  toml(path: string): TomlTable;
  json(path: string): unknown;
  yaml(path: string): unknown;
  cfg(path: string): Cfg | undefined;
  /** As npm writes them. */
  settings(path: string): Settings;
  /** JSON that stands in a variable. */
  jsonIn(text: string, from: string): unknown;
  readonly problems: readonly Problem[];
}

/** What was read of them already: many units have their credentials in the same few files. */
export type Readings = Map<string, { readonly value?: unknown; readonly problem?: Problem }>;

export function clientsFiles({ read }: Pick<Pockets, 'read'>, readings: Readings = new Map()): Clients {
  const problems = new Map<string, Problem>();
  const once = <T>(kind: string, path: string, make: () => { readonly value?: T; readonly problem?: Problem }) => {
    const key = `${kind} ${path}`;
    const found = (readings.get(key) as ReturnType<typeof make> | undefined) ?? make();
    readings.set(key, found);
    if (found.problem !== undefined) problems.set(path, found.problem);
    return found.value;
  };
  const text = (path: string): string | undefined =>
    once('text', path, () => {
      const value = read(path);
      return value === undefined ? {} : { value };
    });
  const parsed = <T>(kind: string, path: string, parse: (text: string) => Result<T>): T | undefined =>
    once(kind, path, () => readingOf(path, text(path), parse));
  return {
    text,
    toml: (path) => parsed('toml', path, (one) => readToml(one, path))?.data ?? {},
    json: (path) => parsed('json', path, (one) => readJson(one, path))?.data,
    yaml: (path) => parsed('yaml', path, (one) => readYaml(one, path))?.data,
    cfg: (path) => parsed('cfg', path, (one) => readCfg(one, path)),
    settings: (path) => once('settings', path, () => ({ value: npmrcIn(text(path) ?? '') })) ?? {},
    jsonIn(given, from) {
      const { value, problem } = readingOf(from, given, (one) => readJson(one, from));
      if (problem !== undefined) problems.set(from, problem);
      return value?.data;
    },
    get problems() {
      return [...problems.values()];
    },
  };
}

function readingOf<T>(
  path: string,
  text: string | undefined,
  parse: (text: string) => Result<T>,
): { readonly value?: T; readonly problem?: Problem } {
  if (text === undefined || text.trim() === '') return {};
  const result = parse(text);
  return result.ok ? { value: result.value } : { problem: unreadable(path, result.problems[0]?.where?.line) };
}

/** In words of its own: a reader's words may quote the line, and with it what is secret. */
const unreadable = (path: string, line: number | undefined): Problem => ({
  code: 'CREDENTIALS_UNREADABLE',
  severity: 'error',
  what: `${path} cannot be read${line === undefined ? '' : `: line ${line} is not what its client writes`}.`,
  where: { file: path, ...(line === undefined ? {} : { line }) },
  fix: `Correct ${line === undefined ? path : `line ${line} of ${path}`}, or move the file away and log in anew.`,
});
