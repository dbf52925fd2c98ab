import picomatch from 'picomatch';
import type { Problem } from '../../model/problem.ts';
import { inside, join } from '../../paths/inside.ts';
import { listOf, stringsOf } from '../../text/toml/read.ts';
import { memberMissing } from './problems.ts';
import { has, tableAt, type Project } from './project.ts';

/** Which uv workspace each project belongs to, as uv decides it. */
export interface Membership {
  /** Folder of a member to the workspace's root. */
  readonly rootOf: ReadonlyMap<string, Project>;
  readonly problems: readonly Problem[];
}

type Projects = ReadonlyMap<string, Project>;

export function membership(projects: Projects): Membership {
  const rootOf = new Map<string, Project>();
  const problems: Problem[] = [];
  for (const root of projects.values()) {
    if (!has(root, 'tool', 'uv', 'workspace')) continue;
    const { members, missing } = membersOf(root, projects);
    for (const folder of members) if (!rootOf.has(folder)) rootOf.set(folder, root);
    if (root.aside === undefined) problems.push(...missing);
  }
  return { rootOf, problems };
}

function membersOf(root: Project, projects: Projects): { members: ReadonlySet<string>; missing: readonly Problem[] } {
  const table = tableAt(root, 'tool', 'uv', 'workspace');
  const excluded = exclusion(root);
  const members = new Set<string>([root.folder]);
  const missing: Problem[] = [];
  listOf(table.members).forEach((pattern, index) => {
    if (typeof pattern !== 'string') return;
    const found = matching(pattern, root, projects);
    for (const folder of found) if (!excluded(folder)) members.add(folder);
    if (found.length === 0 && !isGlob(pattern)) missing.push(notThere(pattern, root, index));
  });
  return { members, missing };
}

function matching(pattern: string, root: Project, projects: Projects): readonly string[] {
  const folder = inside(root.folder, pattern);
  if (folder === undefined) return [];
  if (!isGlob(pattern)) return projects.get(folder)?.pyproject === undefined ? [] : [folder];
  const matches = picomatch(folder, { dot: true, nonegate: true, noextglob: true, nobrace: true });
  return [...projects.values()]
    .filter((each) => each.pyproject !== undefined && matches(each.folder))
    .map((each) => each.folder);
}

const isGlob = (pattern: string): boolean => /[*?[]/.test(pattern);

/** Unlike in `members`, a star of `exclude` also crosses folders: uv matches it against the whole path. */
function exclusion(root: Project): (folder: string) => boolean {
  const patterns = stringsOf(tableAt(root, 'tool', 'uv', 'workspace').exclude)
    .map((pattern) => inside(root.folder, pattern))
    .filter((pattern) => pattern !== undefined);
  const matchers = patterns.map((pattern) =>
    picomatch(pattern, { dot: true, bash: true, nonegate: true, noextglob: true, nobrace: true }),
  );
  return (folder) => matchers.some((matches) => matches(folder));
}

const notThere = (pattern: string, root: Project, index: number): Problem =>
  memberMissing(
    `The workspace lists the member "${pattern}", but no pyproject.toml that can be read is there.`,
    {
      file: join(root.folder, 'pyproject.toml'),
      line: root.pyproject?.content.line('tool', 'uv', 'workspace', 'members', index) ?? 1,
    },
    `Check the folder out (git submodule update --init), or take "${pattern}" out of members.`,
  );
