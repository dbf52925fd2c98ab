import { stringOf, tableOf, type TomlTable, type TomlValue } from '../../text/toml/read.ts';
import { normalise } from './names.ts';
import { has, tableAt, type Project } from './project.ts';

/** Where uv takes a requirement from, if not from an index. */
export type Source =
  | { readonly is: 'member' }
  /** `from` is the folder of the manifest that says so: a path of the workspace's root is relative to the root. */
  | { readonly is: 'path'; readonly path: string; readonly from: string }
  /** Another repository or an address: whatever stands here under that name is not meant. */
  | { readonly is: 'elsewhere' };

export type Sources = ReadonlyMap<string, readonly Source[]>;

/** What `[tool.uv.sources]` of a member says goes before what the workspace's root says for all. */
export function sourcesOf(project: Project, root: Project | undefined, known: WeakMap<Project, Sources>): Sources {
  const own = new Map([...ownSources(project, known), ...poetrySources(project)]);
  if (root === undefined || root === project) return own;
  const shared = ownSources(root, known);
  return own.size === 0 ? shared : new Map([...shared, ...own]);
}

function ownSources(project: Project, known: WeakMap<Project, Sources>): Sources {
  const before = known.get(project);
  if (before !== undefined) return before;
  const sources = sourcesIn(tableAt(project, 'tool', 'uv', 'sources'), project.folder);
  known.set(project, sources);
  return sources;
}

const sourcesIn = (table: TomlTable, from: string): Sources =>
  new Map(
    Object.entries(table).map(([name, value]) => [
      normalise(name),
      // A list has one source for each platform or marker.
      (Array.isArray(value) ? value : [value]).flatMap((each) => sourceOf(each, from)),
    ]),
  );

function sourceOf(value: TomlValue | undefined, from: string): readonly Source[] {
  const table = tableOf(value);
  if (table.workspace === true) return [{ is: 'member' }];
  const path = stringOf(table.path);
  if (path !== undefined) return [{ is: 'path', path, from }];
  return table.git === undefined && table.url === undefined ? [] : [{ is: 'elsewhere' }];
}

/** Beside the standard list of requirements, poetry's table says where one of them comes from. */
const poetrySources = (project: Project): Sources =>
  has(project, 'project', 'dependencies')
    ? sourcesIn(tableAt(project, 'tool', 'poetry', 'dependencies'), project.folder)
    : new Map();
