import type { Random } from './random.ts';

export const kinds = ['crate', 'wheel', 'package', 'image', 'chart'] as const;
export type Kind = (typeof kinds)[number];

export interface BenchUnit {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly folder: string;
  /** Where it lay until it was moved, at this main commit. */
  readonly moved?: { readonly from: string; readonly at: number };
  /** Tagged with this version at that main commit. */
  readonly version: string;
  readonly tag: string;
  readonly taggedAt: number;
  /** Positions of the units that it needs. */
  readonly needs: readonly number[];
}

const ecosystemOf: Readonly<Record<Kind, string>> = {
  crate: 'cargo',
  wheel: 'python',
  package: 'npm',
  image: 'docker',
  chart: 'helm',
};
const folderOf: Readonly<Record<Kind, string>> = {
  crate: 'crates',
  wheel: 'python',
  package: 'packages',
  image: 'images',
  chart: 'charts',
};
const joint: Readonly<Record<Kind, string>> = { crate: '-v', wheel: '@', package: '@', image: '@', chart: '-' };

/** Units of all kinds in turn; each needs up to two of its own kind, and a chart the image before it. */
export function makeUnits(
  count: number,
  mainCommits: number,
  of: readonly Kind[],
  random: Random,
): readonly BenchUnit[] {
  return Array.from({ length: count }, (_, at): BenchUnit => {
    const kind = of[at % of.length] ?? 'package';
    const name = kind === 'package' ? `@bench/package-${at}` : `${kind}-${at}`;
    const place = `${folderOf[kind]}/${kind}-${at}`;
    const version = kind === 'crate' || kind === 'chart' ? `0.${at % 9}.${at % 4}` : `1.${at % 9}.${at % 4}`;
    const isMoved = (kind === 'crate' || kind === 'wheel') && random.next() < 0.02;
    return {
      id: `${ecosystemOf[kind]}:${kind === 'image' ? 'bench/' : ''}${name}`,
      name,
      kind,
      folder: place,
      ...(isMoved ? { moved: { from: `old/${kind}-${at}`, at: 1 + random.below(mainCommits - 1) } } : {}),
      version,
      tag: `${name}${joint[kind]}${version}`,
      taggedAt: random.below(Math.max(1, Math.floor(mainCommits * 0.8))),
      needs: needsOf(at, kind, of),
    };
  });
}

/** In blocks of ten of a kind, so that a release does not reach the whole repository. */
function needsOf(at: number, kind: Kind, of: readonly Kind[]): readonly number[] {
  if (kind === 'image') return [];
  if (kind === 'chart') return [at - 1];
  const step = of.length;
  const block = Math.floor(at / (step * 10));
  return [at - step, at - 3 * step].filter((other) => other >= 0 && Math.floor(other / (step * 10)) === block);
}
