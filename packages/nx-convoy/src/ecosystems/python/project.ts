import type { Ignored } from '../../model/ecosystem.ts';
import { ok, type Problem, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { nameOf } from '../../paths/inside.ts';
import { readCfg, type Cfg } from '../../text/cfg/read.ts';
import { listOf, readToml, stringOf, tableOf, type Toml, type TomlTable } from '../../text/toml/read.ts';
import { readManifests, type Read } from '../reading.ts';
import { readSetup, type Setup } from './setup.ts';

/** All that one folder says about the package in it: up to three files, which are one unit. */
export interface Project {
  readonly folder: string;
  readonly aside?: string;
  readonly pyproject?: Read<Toml>;
  readonly cfg?: Read<Cfg>;
  readonly setup?: Read<Setup>;
}

export interface Projects {
  readonly projects: readonly Project[];
  readonly ignored: readonly Ignored[];
  readonly problems: readonly Problem[];
}

type Content =
  | { readonly is: 'pyproject'; readonly content: Toml }
  | { readonly is: 'cfg'; readonly content: Cfg }
  | { readonly is: 'setup'; readonly content: Setup };

export function readProjects(repo: Snapshot): Projects {
  const { manifests, ignored, problems } = readManifests(repo, isManifest, parse);
  const byFolder = new Map<string, Project>();
  for (const { file, folder, aside, content } of manifests) {
    const read = { file, folder, ...(aside === undefined ? {} : { aside }), content: content.content };
    byFolder.set(folder, {
      ...(byFolder.get(folder) ?? { folder, ...(aside === undefined ? {} : { aside }) }),
      [content.is]: read,
    });
  }
  return { projects: [...byFolder.values()], ignored, problems };
}

const names: ReadonlySet<string> = new Set(['pyproject.toml', 'setup.py', 'setup.cfg']);
const isManifest = (file: string): boolean => names.has(nameOf(file));

function parse(text: string, file: string): Result<Content> {
  if (file.endsWith('.py')) return ok({ is: 'setup', content: readSetup(text) });
  if (file.endsWith('.toml')) return tagged('pyproject', readToml(text, file));
  // The settings of linters and test runners are no business of ours, well formed or not.
  return tagged('cfg', /^\uFEFF?\[(metadata|options)/m.test(text) ? readCfg(text, file) : readCfg('', file));
}

const tagged = <K extends Content['is'], C>(is: K, read: Result<C>): Result<{ readonly is: K; readonly content: C }> =>
  read.ok ? ok({ is, content: read.value }) : read;

export const filesOf = ({ pyproject, setup, cfg }: Project): readonly string[] =>
  [pyproject, setup, cfg].flatMap((read) => (read === undefined ? [] : [read.file]));

const none: TomlTable = {};

/** A table of pyproject.toml; empty where there is none. */
export function tableAt({ pyproject }: Project, ...path: readonly string[]): TomlTable {
  let table = pyproject?.content.data ?? none;
  for (const key of path) {
    const next = table[key];
    if (next === undefined) return none;
    table = tableOf(next);
  }
  return table;
}

export const has = (project: Project, ...path: readonly string[]): boolean => {
  const last = path.at(-1) ?? '';
  return Object.hasOwn(tableAt(project, ...path.slice(0, -1)), last);
};

export const backendOf = (project: Project): string =>
  stringOf(tableAt(project, 'build-system')['build-backend']) ?? '';

/** The names in build-system.requires, cut before their versions. */
export const buildsWith = (project: Project, tool: RegExp): boolean =>
  tool.test(backendOf(project)) ||
  listOf(tableAt(project, 'build-system').requires).some((item) => typeof item === 'string' && tool.test(item.trim()));

export const isDynamic = (project: Project, field: string): boolean =>
  listOf(tableAt(project, 'project').dynamic).includes(field);
