import picomatch from 'picomatch';
import type { Mention, Target } from '../model/claim.ts';
import type { Unit } from '../model/unit.ts';
import { isWithin, nameOf, upwards } from '../paths/inside.ts';

type Files = Extract<Target, { files: string }>;

/** Copied early so that dependencies are fetched in a layer of their own: they say what a build resolves, not what it holds. */
const resolving =
  /^(Cargo\.(toml|lock)|rust-toolchain(\.toml)?|pyproject\.toml|uv\.lock|poetry\.lock|pdm\.lock|Pipfile(\.lock)?|setup\.(cfg|py)|requirements[^/]*\.(txt|in)|package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-(lock|workspace)\.yaml|yarn\.lock|bun\.lockb?|\.npmrc|\.yarnrc(\.yml)?|nx\.json|turbo\.json|tsconfig[^/]*\.json|Chart\.(yaml|lock))$/;

/**
 * Whose files are copied. A folder that holds whole units is narrowed to those that the instructions mention: an image built
 * by `COPY . .` and `cargo build -p api` contains api, not every crate of the repository.
 */
export function ownersOf(units: readonly Unit[]): (target: Files, from: Unit) => readonly Unit[] {
  // Images and charts are not made of each other's files; what they need of one another is claimed by reference.
  const sources = units.filter(({ ecosystem }) => ecosystem !== 'docker' && ecosystem !== 'helm');
  const byRoot = new Map<string, Unit[]>();
  for (const unit of sources) byRoot.set(unit.root, [...(byRoot.get(unit.root) ?? []), unit]);
  const roots = [...byRoot.keys()].sort();

  return ({ files, without = [], mentions = [] }, from) => {
    if (resolving.test(nameOf(files))) return [];
    const left = without.length === 0 ? () => false : picomatch([...without], { dot: true });
    const below = rootsWithin(files, roots).filter((root) => !left(root));
    if (below.length === 0) return [...(byRoot.get(nearest(files, byRoot) ?? '') ?? [])];
    const held = below.flatMap((root) => byRoot.get(root) ?? []).filter((unit) => unit.id !== from.id);
    const mentioned = held.filter((unit) => mentions.some((mention) => means(mention, unit)));
    if (mentioned.length > 0) return mentioned;
    const here = byRoot.get(files) ?? [];
    if (here.length > 0) return here;
    // The whole repository is copied and nothing says what for: that proves nothing about any one unit.
    return files === '.' && held.length > 1 ? [] : held;
  };
}

/** A file that only the workspace's own folder could claim belongs to nobody in particular. */
function nearest(files: string, byRoot: ReadonlyMap<string, unknown>): string | undefined {
  for (const folder of upwards(files)) {
    if (byRoot.has(folder))
      return folder === '.' && byRoot.size > 1 && files !== '.' && !isSource(files) ? undefined : folder;
  }
  return undefined;
}

/** Where a package keeps its code by every ecosystem's habit. */
const isSource = (path: string): boolean => /^(src|lib|app|include)(\/|$)/.test(path);

function rootsWithin(folder: string, roots: readonly string[]): readonly string[] {
  if (folder === '.') return roots;
  let low = 0;
  let high = roots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((roots[middle] ?? '') < folder) low = middle + 1;
    else high = middle;
  }
  const found: string[] = [];
  // Sorted by code unit: `a`, `a-b`, `a/b`: what lies within a folder is near it, but not in one run.
  for (; low < roots.length && (roots[low] ?? '').startsWith(folder); low++) {
    const root = roots[low] ?? '';
    if (isWithin(root, folder)) found.push(root);
  }
  return found;
}

function means(mention: Mention, unit: Unit): boolean {
  if ('program' in mention) return unit.programs?.includes(mention.program) ?? false;
  if ('path' in mention) return unit.root === mention.path || unit.manifest === mention.path;
  return (
    unit.ecosystem === mention.ecosystem &&
    (unit.name === mention.name || unit.id === `${mention.ecosystem}:${mention.name}`)
  );
}
