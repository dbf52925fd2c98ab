import { ecosystems } from '../../ecosystems/index.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { PlannedEdit } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { homeOf } from '../../planning/changelog/home.ts';
import { tagOf } from '../../planning/changelog/name-release.ts';
import type { Documents } from '../../planning/written/documents.ts';
import type { Planned, Released } from '../../planning/plan.ts';
import type { Moved } from '../../references/moved.ts';
import { referencesOf, type References } from '../../references/references.ts';
import { canonical } from '../../versions/canonical.ts';

/** What documents say of the versions that a release leaves, with all else that it edits, in order. */
export function withReferences(
  { released, edits }: Planned,
  { changelogs }: Documents,
  { repo, graph, config }: { readonly repo: Snapshot; readonly graph: Graph; readonly config: Config },
): References {
  if (released.length === 0) return { edits, left: [], problems: [] };
  const home = homeOf(repo, graph.units)?.url;
  const found = referencesOf({
    repo,
    config,
    units: graph.units,
    moved: released.flatMap(movedBy),
    ecosystems,
    ...(home === undefined ? {} : { home }),
    edits,
    changelogs: changelogs.map(({ file }) => file),
  });
  return { ...found, edits: [...edits, ...found.edits].sort(byPlace) };
}

function movedBy(released: Released): readonly Moved[] {
  const { group, base, decision, units } = released;
  const releases = [base.latest, base.stable].filter((release) => release !== undefined);
  return units.flatMap(({ id, version }) => {
    const unit = group.units.find((one) => one.id === id);
    if (unit === undefined) return [];
    const stated = canonical(unit.version ?? '');
    const leaves = [stated, version.from, ...releases.map((release) => release.version)];
    return [
      {
        unit,
        leaves: [...new Set(leaves)].filter((one) => one !== undefined).filter((one) => one !== decision.to),
        to: decision.to,
        spelling: version.spelling,
        tags: { from: releases.map(({ tag }) => tag.name), to: tagOf(released) },
      },
    ];
  });
}

const byPlace = (a: PlannedEdit, b: PlannedEdit): number =>
  a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line;
