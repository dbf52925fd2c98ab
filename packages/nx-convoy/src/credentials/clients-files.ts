import type { Pockets } from '../model/credential.ts';
import type { Problem } from '../model/problem.ts';
import { readCfg, type Cfg } from '../text/cfg/read.ts';
import { readJson } from '../text/json/read.ts';
import { readToml, type TomlTable } from '../text/toml/read.ts';
import { readYaml } from '../text/yaml/read.ts';

/** The files of clients, each read once. What cannot be read holds nothing, and is remembered. */
export interface Clients {
  text(path: string): string | undefined;
  toml(path: string): TomlTable;
  json(path: string): unknown;
  yaml(path: string): unknown;
  cfg(path: string): Cfg | undefined;
  /** JSON that stands in a variable. */
  jsonIn(text: string, from: string): unknown;
  readonly problems: readonly Problem[];
}

export function clientsFiles({ read }: Pick<Pockets, 'read'>): Clients {
  const texts = new Map<string, string | undefined>();
  const problems = new Map<string, Problem>();
  const text = (path: string): string | undefined => {
    if (!texts.has(path)) texts.set(path, read(path));
    return texts.get(path);
  };
  const parsed = <T>(
    path: string,
    parse: (text: string) => { readonly ok: true; readonly value: T } | Unparsed,
    given = text(path),
  ): T | undefined => {
    if (given === undefined || given.trim() === '') return undefined;
    const result = parse(given);
    if (result.ok) return result.value;
    problems.set(path, unreadable(path, result.problems[0]?.where?.line));
    return undefined;
  };
  return {
    text,
    toml: (path) => parsed(path, (one) => readToml(one, path))?.data ?? {},
    json: (path) => parsed(path, (one) => readJson(one, path))?.data,
    yaml: (path) => parsed(path, (one) => readYaml(one, path))?.data,
    cfg: (path) => parsed(path, (one) => readCfg(one, path)),
    jsonIn: (given, from) => parsed(from, (one) => readJson(one, from), given)?.data,
    get problems() {
      return [...problems.values()];
    },
  };
}

interface Unparsed {
  readonly ok: false;
  readonly problems: readonly Problem[];
}

/** In words of its own: a reader's words may quote the line, and with it what is secret. */
const unreadable = (path: string, line: number | undefined): Problem => ({
  code: 'CREDENTIALS_UNREADABLE',
  severity: 'error',
  what: `${path} cannot be read${line === undefined ? '' : `: line ${line} is not what its client writes`}.`,
  where: { file: path, ...(line === undefined ? {} : { line }) },
  fix: `Correct ${line === undefined ? path : `line ${line} of ${path}`}, or move the file away and log in anew.`,
});
