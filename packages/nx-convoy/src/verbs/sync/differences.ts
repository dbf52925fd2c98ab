import { rewrite } from '../../applying/rewrite.ts';
import { ecosystems } from '../../ecosystems/index.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Rewritten } from '../../model/hands.ts';
import type { PlannedEdit, PlannedUnit } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { editsOf } from '../../planning/edits/edits.ts';
import { plannedEdge } from '../../planning/written/planned-edge.ts';
import { plannedUnit } from '../../planning/written/planned-unit.ts';
import { releaseGroups } from '../../planning/tags/release-groups.ts';
import { referencesOf } from '../../references/references.ts';
import { canonical } from '../../versions/canonical.ts';
import type { Past } from '../gathering/gather-history.ts';
import { pinEdits } from './pins.ts';
import { settle, together, type Asked, type Settled } from './settle.ts';

/** What is out of step, and the files as they would be without it. */
export interface Differences {
  readonly edits: readonly PlannedEdit[];
  readonly files: readonly Rewritten[];
  readonly problems: readonly Problem[];
}

export interface Inputs {
  readonly repo: Snapshot;
  readonly config: Config;
  readonly graph: Graph;
  readonly past: Past;
  readonly asked: Asked;
}

interface Target extends Settled {
  readonly spelling: string;
}

/** All that does not say the versions which the units have: by the same edits as those of a release, with nothing released. */
export function differencesOf({ repo, config, graph, past, asked }: Inputs): Differences {
  const groups = releaseGroups(graph.units, config, past.tags, past.ancestry);
  const { settled, problems } = settle(together(graph, groups), asked);
  const targets = new Map(settled.map((one) => [one.unit.id, { ...one, spelling: spelled(one) }] as const));
  const written = new Map([...targets].filter(([, { unit }]) => unit.versionSource?.is !== 'computed'));
  const pinless = graph.edges.map((edge) => ({ ...edge, pins: [] }));
  const { edits: own, problems: refused } = editsOf(written, pinless, ecosystems);
  const edits = [...own, ...pinEdits(graph.edges, targets)];
  const references = referencesOf({
    repo,
    config,
    units: graph.units,
    moved: [...targets.values()].map(({ unit, to, spelling }) => ({
      unit,
      to,
      spelling,
      leaves: left(unit.version, to),
    })),
    ecosystems,
    edits,
    changelogs: [],
  });
  const all = [...edits, ...references.edits].sort(byPlace);
  const rewritten = rewrite(
    {
      edits: all,
      edges: graph.edges.map(plannedEdge),
      units: [...targets.values()].map(settledUnit),
      changelogs: [],
      date: '',
    },
    repo,
  );
  return {
    edits: all,
    files: rewritten.ok ? rewritten.value : [],
    problems: [...problems, ...refused, ...references.problems, ...(rewritten.ok ? [] : rewritten.problems)],
  };
}

function spelled({ unit, to }: Settled): string {
  const result = ecosystems.find(({ id }) => id === unit.ecosystem)?.spell(to);
  return result?.ok === true ? result.value : to;
}

const left = (version: string | undefined, to: string): readonly string[] => {
  const stated = canonical(version ?? '');
  return stated === undefined || stated === to ? [] : [stated];
};

const settledUnit = ({ unit, to, spelling }: Target): PlannedUnit => {
  const from = unit.version === undefined ? {} : { from: unit.version };
  return plannedUnit(unit, undefined, { ...from, to, bump: 'none', spelling }, []);
};

const byPlace = (a: PlannedEdit, b: PlannedEdit): number =>
  a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line;
