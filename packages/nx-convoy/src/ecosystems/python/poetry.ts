import type { EdgeKind } from '../../model/claim.ts';
import type { Place } from '../../model/problem.ts';
import { stringOf, tableOf, type TomlValue } from '../../text/toml/read.ts';
import { tableAt, type Project } from './project.ts';

/** An entry of a poetry table: a path, or a version in poetry's own spelling. */
export interface PoetryNeed {
  readonly name: string;
  readonly kind: EdgeKind;
  readonly at: Place;
  readonly path?: string;
  readonly version?: string;
}

/** `dependencies`, the old `dev-dependencies` and every group. Groups are never part of what is published. */
export function poetryNeeds(project: Project): readonly PoetryNeed[] {
  if (project.pyproject === undefined) return [];
  const groups = Object.keys(tableAt(project, 'tool', 'poetry', 'group'));
  const tables: readonly (readonly [EdgeKind, readonly string[]])[] = [
    ['runtime', ['tool', 'poetry', 'dependencies']],
    ['dev', ['tool', 'poetry', 'dev-dependencies']],
    ...groups.map((group) => ['dev' as const, ['tool', 'poetry', 'group', group, 'dependencies']] as const),
  ];
  return tables.flatMap(([kind, path]) =>
    Object.entries(tableAt(project, ...path)).flatMap(([name, value]) =>
      entriesOf(project, [...path, name], kind, value),
    ),
  );
}

/** An entry may be a list: one for each platform or Python version. */
function entriesOf(
  project: Project,
  path: readonly string[],
  kind: EdgeKind,
  value: TomlValue | undefined,
): readonly PoetryNeed[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) => entryOf(project, [...path, String(index)], kind, each, path.at(-1)));
  return entryOf(project, path, kind, value, path.at(-1));
}

function entryOf(
  project: Project,
  path: readonly string[],
  kind: EdgeKind,
  value: TomlValue | undefined,
  name = '',
): readonly PoetryNeed[] {
  const table = tableOf(value);
  const [at, local] = [stringOf(value) ?? stringOf(table.version), stringOf(table.path)];
  if (at === undefined && local === undefined) return [];
  // An exact version may prove something, and so does a path; all others come from an index and need no place.
  if (local === undefined && !/^\s*(==)?\s*\d[^,*<>|]*$/.test(at ?? '')) return [];
  const place = { file: project.pyproject?.file ?? '', line: project.pyproject?.content.line(...path) ?? 1 };
  return [
    {
      name,
      kind,
      at: place,
      ...(local === undefined ? {} : { path: local }),
      ...(at === undefined ? {} : { version: at }),
    },
  ];
}
