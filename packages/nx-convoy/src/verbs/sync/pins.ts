import semver from 'semver';
import type { Pin } from '../../model/claim.ts';
import type { Edge } from '../../model/graph.ts';
import type { PlannedEdit } from '../../model/plan.ts';
import { canonical } from '../../versions/canonical.ts';
import type { Settled } from './settle.ts';

/**
 * Tags of images and appVersions that were left behind: they name an older version of that very unit, one that it leaves now or that
 * was released. What names anything else was meant for something else.
 */
export function pinEdits(
  edges: readonly Edge[],
  settled: ReadonlyMap<string, Settled & { readonly spelling: string }>,
): readonly PlannedEdit[] {
  return edges.flatMap((edge) => {
    const target = settled.get(edge.to);
    if (target === undefined || !settled.has(edge.from)) return [];
    return (edge.pins ?? []).flatMap((pin) => {
      if (!isBehind(pin, target)) return [];
      const lead = /^v(?=\d)/.exec(pin.version)?.[0] ?? '';
      const after = pin.text.slice(0, -pin.version.length) + lead + target.spelling;
      return [{ file: pin.at.file, line: pin.at.line ?? 1, before: pin.text, after, why: `names ${edge.to}` }];
    });
  });
}

function isBehind({ text, version, isShared = false }: Pin, { unit, to, base }: Settled): boolean {
  const stands = canonical(version);
  if (stands === undefined || !text.endsWith(version) || !semver.lt(stands, to)) return false;
  if (stands === canonical(unit.version ?? '') || base?.taken.has(stands) === true) return true;
  return !isShared && (base?.taken.size ?? 0) === 0;
}
