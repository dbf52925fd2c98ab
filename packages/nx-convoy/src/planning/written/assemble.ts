import { waves } from '../../graph/order.ts';
import type { Graph } from '../../model/graph.ts';
import type { Config } from '../../model/config.ts';
import type { Checkout } from '../../model/history.ts';
import type { Plan, PlannedTag, PlanProblem } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { ReleaseType } from '../../model/release-type.ts';
import { assetProblems, assetsOf } from './assets.ts';
import { canonicalJson } from './canonical.ts';
import { tagOf } from '../changelog/name-release.ts';
import { gatesOf } from './gates.ts';
import { noDocuments, type Documents } from './documents.ts';
import type { Planned } from '../plan.ts';
import { plannedEdge } from './planned-edge.ts';

export interface Frame {
  readonly graph: Graph;
  readonly checkout: Checkout;
  readonly options: Readonly<Record<string, unknown>>;
  readonly config: string;
  readonly tool: string;
  readonly date: string;
  readonly problems: readonly Problem[];
  /** Files of the version plans that are used up. */
  readonly versionPlans?: readonly string[];
  /** What the release tells people. */
  readonly documents?: Documents;
  /** What has to be shown, and what is handed out. */
  readonly settings?: Pick<Config, 'gates' | 'assets' | 'units'>;
  /** A regular one if absent. */
  readonly type?: ReleaseType;
  /** What holds for this clone alone. */
  readonly clone: readonly Problem[];
  /** SHA-256, hexadecimal. */
  readonly hash: (text: string) => string;
}

/** The plan as others read it, with an id that stands for all that it says. */
export function assemble({ released, edits, problems }: Planned, frame: Frame): Plan {
  const { graph, checkout, documents = noDocuments } = frame;
  const units = released.flatMap((one) => one.units).sort((a, b) => (a.id < b.id ? -1 : 1));
  const isPlanned = new Set(units.map(({ id }) => id));
  const edges = graph.edges.filter(({ from, to }) => isPlanned.has(from) && isPlanned.has(to));
  const bases = released.flatMap(({ base }) => (base.latest === undefined ? [] : [base.latest.tag]));
  // A build between releases is nobody's to find again.
  const tags = frame.options.snapshot === undefined ? tagsOf(released, documents) : [];
  const assets = assetsOf(units, tags, frame.settings, graph.units);
  const content: Omit<Plan, 'id'> = {
    schema: 1,
    date: frame.date,
    tool: frame.tool,
    options: frame.options,
    config: frame.config,
    base: {
      commit: checkout.head ?? null,
      tags: unique(
        bases.map(({ name, commit }) => ({ name, commit })),
        ({ name }) => name,
      ),
      branch: checkout.branch ?? null,
    },
    units,
    edges: edges.map(plannedEdge),
    waves: waves(
      graph.units.filter(({ id }) => isPlanned.has(id)),
      edges,
    ),
    edits,
    changelogs: documents.changelogs,
    notes: documents.notes,
    tags,
    gates: gatesOf(units, frame.settings?.gates, frame.type ?? 'regular'),
    assets,
    ...(frame.versionPlans === undefined || frame.versionPlans.length === 0
      ? {}
      : { versionPlans: frame.versionPlans }),
    problems: [
      ...frame.problems,
      ...problems,
      ...documents.problems,
      ...assetProblems(assets, units, frame.settings, graph.units),
    ].map(flat),
  };
  const isCommitted = checkout.head !== undefined && checkout.dirty.length === 0;
  const { schema, ...rest } = content;
  return {
    schema,
    id: isCommitted ? frame.hash(identity(content)) : null,
    ...rest,
    ...(frame.clone.length === 0 ? {} : { checks: { clone: frame.clone.map(flat) } }),
  };
}

/** What a plan's id stands for: all that it says, but the day, the branch's name and what only this machine knows. */
export function identity(plan: Omit<Plan, 'id'>): string {
  const local = { id: undefined, date: undefined, checks: undefined };
  return canonicalJson({ ...plan, ...local, base: { ...plan.base, branch: undefined } });
}

/** Groups that are released by one name at one version share its tag. */
function tagsOf(released: Planned['released'], { messages }: Documents): readonly PlannedTag[] {
  const units = new Map<string, string[]>();
  for (const one of released) {
    if (one.units.every((unit) => unit.private)) continue;
    units.set(tagOf(one), [...(units.get(tagOf(one)) ?? []), ...one.units.map(({ id }) => id)]);
  }
  return [...units]
    .map(([name, ids]) => ({ name, units: ids.sort(), message: messages.get(name) ?? name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const flat = ({ where, ...problem }: Problem): PlanProblem => ({ ...problem, ...where });

function unique<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
