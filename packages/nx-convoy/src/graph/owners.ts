import picomatch from 'picomatch';
import type { Mention, Target } from '../model/claim.ts';
import type { Unit } from '../model/unit.ts';
import { isWithin, nameOf, upwards } from '../paths/inside.ts';
import { index } from './by-key.ts';

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
  const byMention = index(sources, mentionsOf);
  const copied = new Map<string, Copied>();

  return ({ files, without = [], mentions = [] }, from) => {
    if (resolving.test(nameOf(files))) return [];
    // Hundreds of images copy the same: the whole repository. None of them may walk all of its units.
    const key = [files, ...without].join('\0');
    const { below, held } = copied.get(key) ?? copiedFrom(files, without, roots, byRoot);
    copied.set(key, { below, held });
    if (below.size === 0) return [...(byRoot.get(nearest(files, byRoot) ?? '') ?? [])];
    const mentioned = mentions
      .flatMap((mention) => byMention.get(wordOf(mention)) ?? [])
      .filter((unit) => unit.id !== from.id && below.has(unit.root));
    if (mentioned.length > 0) return [...new Set(mentioned)];
    const here = byRoot.get(files) ?? [];
    if (here.length > 0) return here;
    // The whole repository is copied and nothing says what for: that proves nothing about any one unit.
    if (files === '.' && held.length > 2) return [];
    const others = held.filter((unit) => unit.id !== from.id);
    return files === '.' && others.length > 1 ? [] : others;
  };
}

interface Copied {
  readonly below: ReadonlySet<string>;
  readonly held: readonly Unit[];
}

function copiedFrom(
  files: string,
  without: readonly string[],
  roots: readonly string[],
  byRoot: ReadonlyMap<string, readonly Unit[]>,
): Copied {
  const left = without.length === 0 ? () => false : picomatch([...without], { dot: true });
  const below = rootsWithin(files, roots).filter((root) => !left(root));
  return { below: new Set(below), held: below.flatMap((root) => byRoot.get(root) ?? []) };
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

const wordOf = (mention: Mention): string =>
  'program' in mention
    ? `program ${mention.program}`
    : 'path' in mention
      ? `path ${mention.path}`
      : `${mention.ecosystem} ${mention.name}`;

/** The words by which instructions mention a unit. */
const mentionsOf = ({ id, ecosystem, name, root, manifest, programs = [] }: Unit): readonly string[] => [
  ...programs.map((program) => `program ${program}`),
  `path ${root}`,
  `path ${manifest}`,
  `${ecosystem} ${name}`,
  `${ecosystem} ${id.slice(ecosystem.length + 1)}`,
];
