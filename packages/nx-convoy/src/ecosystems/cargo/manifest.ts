import type { Place } from '../../model/problem.ts';
import { inside, join } from '../../paths/inside.ts';
import { stringOf, tableOf, type Toml, type TomlTable, type TomlValue } from '../../text/toml/read.ts';
import type { Read } from '../reading.ts';

export type Crate = Read<Toml>;

/** `[project]` is the old spelling of `[package]`; cargo still reads it. */
export const packageTable = (crate: Crate): TomlTable | undefined => {
  const { data } = crate.content;
  const table = data.package ?? data.project;
  return table === undefined ? undefined : tableOf(table);
};
export const packageKey = (crate: Crate): string => (crate.content.data.package === undefined ? 'project' : 'package');

export const workspaceTable = (crate: Crate): TomlTable | undefined =>
  crate.content.data.workspace === undefined ? undefined : tableOf(crate.content.data.workspace);

export const isInherited = (value: TomlValue | undefined): boolean => tableOf(value).workspace === true;

export type Section = 'dependencies' | 'dev-dependencies' | 'build-dependencies';

/** One requirement as it stands in a manifest, before workspace inheritance is followed. */
export interface Requirement {
  readonly section: Section;
  /** The key, which is the crate's name unless `package` renames it. */
  readonly key: string;
  readonly spec: TomlValue;
  readonly line: number;
}

const sections: readonly (readonly [Section, string])[] = [
  ['dependencies', 'dependencies'],
  ['dev-dependencies', 'dev-dependencies'],
  ['dev-dependencies', 'dev_dependencies'],
  ['build-dependencies', 'build-dependencies'],
  ['build-dependencies', 'build_dependencies'],
];

/** Every requirement of a crate: the plain sections, then those of each target. */
export function requirements(crate: Crate): readonly Requirement[] {
  const { content } = crate;
  const found: Requirement[] = [];
  const collect = (table: TomlTable, path: readonly string[]): void => {
    for (const [section, written] of sections) {
      for (const [key, spec] of Object.entries(tableOf(table[written]))) {
        if (spec !== undefined) found.push({ section, key, spec, line: content.line(...path, written, key) });
      }
    }
  };
  collect(content.data, []);
  for (const [target, table] of Object.entries(tableOf(content.data.target)))
    collect(tableOf(table), ['target', target]);
  return found;
}

/** What a requirement says once inheritance is followed; `from` is the folder its path is written in. */
export interface Need {
  readonly name: string;
  /** Where it is declared: in the crate, or once for all in the workspace's root. */
  readonly at: Place;
  readonly range?: string;
  readonly path?: string;
  readonly git?: string;
  readonly from: string;
}

export function needOf(requirement: Requirement, crate: Crate, root: Crate | undefined): Need | undefined {
  const own = tableOf(requirement.spec);
  if (own.workspace !== true) {
    return need(requirement.key, requirement.spec, crate.folder, { file: crate.file, line: requirement.line });
  }
  if (root === undefined) return undefined;
  const shared = tableOf(tableOf(root.content.data.workspace).dependencies)[requirement.key];
  const line = root.content.line('workspace', 'dependencies', requirement.key);
  return shared === undefined ? undefined : need(requirement.key, shared, root.folder, { file: root.file, line });
}

function need(key: string, spec: TomlValue, from: string, at: Place): Need {
  if (typeof spec === 'string') return { name: key, range: spec, from, at };
  const table = tableOf(spec);
  const [range, path, git] = [stringOf(table.version), stringOf(table.path), stringOf(table.git)];
  return {
    name: stringOf(table.package) ?? key,
    from,
    at,
    ...(range === undefined ? {} : { range }),
    ...(path === undefined ? {} : { path }),
    ...(git === undefined ? {} : { git }),
  };
}

/** The manifest that a dependency's path means; undefined where it leaves the workspace. */
export function manifestAt(from: string, path: string): string | undefined {
  const folder = inside(from, path);
  return folder === undefined ? undefined : join(folder, 'Cargo.toml');
}
