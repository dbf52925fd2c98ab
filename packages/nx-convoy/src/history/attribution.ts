import type { Commit } from '../model/history.ts';
import type { Unit } from '../model/unit.ts';
import { folderOf, isWithin, join, nameOf } from '../paths/inside.ts';

/**
 * Tells which units a commit touches: the deepest folder wins, and all units of that folder are touched. A file outside of any unit
 * touches those that take it in. Of a shared file only what is in it tells whom it touches, besides those that take it in as a whole.
 * Commits are asked newest first, so that a folder's former names are known before they are met.
 */
export function attribution(
  units: readonly Unit[],
  isIgnored: (path: string) => boolean = () => false,
  isShared: (path: string) => boolean = () => false,
): (commit: Pick<Commit, 'changes'>) => readonly number[] {
  const byRoot = positions(units, ({ root }) => [root]);
  const byConsumed = positions(units, ({ consumes = [] }) => consumes);
  const manifests = new Map(units.map((unit) => [unit.manifest, unit.root]));
  const owners = new Map<string, readonly number[]>();
  const takers = new Map<string, readonly number[]>();
  // The same files change again and again.
  const known = new Map<string, { readonly units: readonly number[]; upTo: number }>();
  /** Former folders, in the order in which they were met: what was known of their files before is not true any more. */
  const moved: string[] = [];

  const ownersOf = (folder: string): readonly number[] => {
    const before = owners.get(folder);
    if (before !== undefined) return before;
    const own = byRoot.get(folder);
    const found = own ?? (folder === '.' ? [] : ownersOf(folderOf(folder)));
    owners.set(folder, found);
    return found;
  };

  const touchedBy = (path: string): readonly number[] => {
    const before = known.get(path);
    if (before !== undefined && isStill(path, before.upTo)) {
      before.upTo = moved.length;
      return before.units;
    }
    const units = isIgnored(path) ? none : joined(isShared(path) ? none : ownersOf(folderOf(path)), takersOf(path));
    known.set(path, { units, upTo: moved.length });
    return units;
  };
  /** Nearest first: those of the file, of its folder, of the folders above. */
  const takersOf = (path: string): readonly number[] => {
    if (byConsumed.size === 0) return none;
    const own = byConsumed.get(path);
    const above = takersAbove(folderOf(path));
    return own === undefined ? above : joined(own, above);
  };
  const takersAbove = (folder: string): readonly number[] => {
    const before = takers.get(folder);
    if (before !== undefined) return before;
    const own = byConsumed.get(folder) ?? none;
    const found = folder === '.' ? own : joined(own, takersAbove(folderOf(folder)));
    takers.set(folder, found);
    return found;
  };
  const isStill = (path: string, upTo: number): boolean => {
    for (let at = upTo; at < moved.length; at++) if (isWithin(path, moved[at] ?? '')) return false;
    return true;
  };

  return ({ changes }) => {
    // One list for all commits that touch the same, as most do: a hundred thousand lists would be kept.
    let touched: readonly number[] = [];
    for (const { path } of changes) touched = joined(touched, touchedBy(path));
    const renamed = formerFolder(changes, manifests);
    if (renamed !== undefined) {
      byRoot.set(renamed.before, byRoot.get(renamed.after) ?? []);
      manifests.set(join(renamed.before, renamed.manifest), renamed.before);
      // Nothing else changes its owner; to forget all for every move would be to start again.
      for (const folder of owners.keys()) if (isWithin(folder, renamed.before)) owners.delete(folder);
      moved.push(renamed.before);
    }
    return touched;
  };
}

const none: readonly number[] = [];

/** The lists themselves, where they say it all: a hundred thousand commits share them. */
function joined(some: readonly number[], more: readonly number[]): readonly number[] {
  if (some.length === 0 || some === more) return more;
  if (more.length === 0) return some;
  const missing = more.filter((unit) => !some.includes(unit));
  return missing.length === 0 ? some : [...some, ...missing];
}

/**
 * A commit that adds a unit's manifest and deletes another of its name has moved the folder. That is seen from the names alone: git's
 * own detection would have to read every file that was added or deleted.
 */
function formerFolder(
  changes: Commit['changes'],
  manifests: ReadonlyMap<string, string>,
): { before: string; after: string; manifest: string } | undefined {
  const added = changes.find(({ status, path }) => status === 'added' && manifests.has(path));
  if (added === undefined) return undefined;
  const after = manifests.get(added.path) ?? folderOf(added.path);
  const manifest = nameOf(added.path);
  const gone = changes.filter(
    ({ status, path }) => status === 'deleted' && nameOf(path) === manifest && !manifests.has(path),
  );
  const deleted = new Set(changes.filter(({ status }) => status === 'deleted').map(({ path }) => path));
  const arrived = changes.filter(({ status, path }) => status === 'added' && path.startsWith(`${after}/`));
  const scored = gone.map(({ path }) => {
    const before = folderOf(path);
    return {
      before,
      score: arrived.filter((change) => deleted.has(join(before, change.path.slice(after.length + 1)))).length,
    };
  });
  const best = scored.sort((a, b) => b.score - a.score)[0];
  return best === undefined || best.score === 0 || best.before === '.'
    ? undefined
    : { before: best.before, after, manifest };
}

function positions(units: readonly Unit[], keysOf: (unit: Unit) => readonly string[]): Map<string, readonly number[]> {
  const found = new Map<string, number[]>();
  units.forEach((unit, at) => {
    for (const key of keysOf(unit)) {
      const list = found.get(key);
      if (list === undefined) found.set(key, [at]);
      // A Dockerfile may copy the same folder twice.
      else if (list.at(-1) !== at) list.push(at);
    }
  });
  return found;
}
