import type { Claim } from '../../model/claim.ts';
import type { Place, Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { inside, join, upwards } from '../../paths/inside.ts';
import type { Need } from './needs.ts';
import { pathMissing, pathOutside } from './problems.ts';

/** A need that a path proves. */
export interface PathNeed extends Pick<Need, 'kind' | 'at' | 'optional'> {
  readonly name: string;
  readonly path: string;
  /** The folder that the path is relative to. */
  readonly from: string;
  readonly range?: string;
}

/** The Python units of the repository by folder, and what else is there. */
export interface Ground {
  readonly keyAt: ReadonlyMap<string, string>;
  readonly files: ReadonlySet<string>;
  isFolder(path: string): boolean;
}

export function groundOf(repo: Snapshot, keyAt: ReadonlyMap<string, string>): Ground {
  const files = new Set(repo.files);
  let folders: Set<string> | undefined;
  const isFolder = (path: string): boolean => (folders ??= foldersOf(repo.files)).has(path);
  return { keyAt, files, isFolder };
}

function foldersOf(files: readonly string[]): Set<string> {
  const folders = new Set<string>(['.']);
  for (const file of files) {
    for (const folder of upwards(file)) {
      if (folder !== file && folders.has(folder)) break;
      if (folder !== file) folders.add(folder);
    }
  }
  return folders;
}

/** The claim of a path, or the problem with it; neither where it leads to what is there but no unit. */
export function claimPath(
  need: PathNeed,
  from: string,
  own: string,
  ground: Ground,
): { claim?: Claim; problem?: Problem } {
  const folder = inside(need.from, need.path);
  if (folder === undefined) return { problem: pathOutside(need.name, need.path, placeOf(need.at)) };
  if (folder === own) return {}; // A project that installs itself, for its own extras.
  const key = ground.keyAt.get(folder);
  if (key !== undefined) return { claim: claimOf(need, from, { key }) };
  if (ground.files.has(folder) || manifests.some((name) => ground.files.has(join(folder, name)))) return {};
  return { problem: pathMissing(need.name, folder, ground.isFolder(folder), placeOf(need.at)) };
}

export const manifests: readonly string[] = ['pyproject.toml', 'setup.py', 'setup.cfg'];

export const claimOf = (
  need: Pick<PathNeed, 'kind' | 'at' | 'range' | 'optional'>,
  from: string,
  to: Claim['to'],
): Claim => ({
  from,
  kind: need.kind,
  to,
  at: placeOf(need.at),
  ...(need.range === undefined ? {} : { range: need.range }),
  // An extra is installed on demand: a ring that it closes keeps nobody from publishing.
  ...(need.optional === true ? { givesWay: true } : {}),
});

/** Places of needs may be counted late; what leaves the survey is plain. */
const placeOf = ({ file, line }: Place): Place => ({ file, ...(line === undefined ? {} : { line }) });
