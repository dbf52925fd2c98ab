import type { EdgeKind } from '../model/claim.ts';
import type { Claim } from '../model/claim.ts';
import type { Ecosystem, Survey } from '../model/ecosystem.ts';
import type { Edge } from '../model/graph.ts';
import type { Unit } from '../model/unit.ts';
import type { Lookup } from './lookup.ts';

/** Turns claims into edges: one per pair and kind, at the first place that says so. A claim that reaches no unit is none. */
export function link(
  surveys: readonly (readonly [Ecosystem, Survey])[],
  units: readonly Unit[],
  find: Lookup,
): readonly Edge[] {
  const byKey = new Map(units.map((unit) => [`${unit.ecosystem} ${unit.key}`, unit]));
  const ecosystemOf = new Map(surveys.map(([ecosystem]) => [ecosystem.id, ecosystem]));
  const edges = new Map<string, Edge>();
  for (const [ecosystem, survey] of surveys) {
    for (const claim of survey.claims) {
      const from = byKey.get(`${ecosystem.id} ${claim.from}`);
      if (from === undefined) continue;
      for (const to of find(claim.to, from)) {
        if (to.id === from.id || isRefused(claim, to, ecosystemOf.get(to.ecosystem))) continue;
        const name = `${from.id} ${to.id} ${claim.kind}`;
        const edge = edgeOf(claim, from, to);
        const known = edges.get(name);
        if (known === undefined) edges.set(name, edge);
        else edges.set(name, merge(known, edge));
      }
    }
  }
  return [...edges.values()].sort(compareEdges);
}

const merge = ({ givesWay, ...first }: Edge, again: Edge): Edge => ({
  ...first,
  requirements: [...first.requirements, ...again.requirements],
  ...(again.pins === undefined ? {} : { pins: [...(first.pins ?? []), ...again.pins] }),
  orders: first.orders || again.orders,
  ...(first.isMade === true || again.isMade === true ? { isMade: true } : {}),
  ...(givesWay === true && again.givesWay === true ? { givesWay } : {}),
});

/** What is installed by name comes from a registry: a range that the local version does not meet gets another one. */
const isRefused = (claim: Claim, to: Unit, ecosystem: Ecosystem | undefined): boolean =>
  'registered' in claim.to &&
  claim.range !== undefined &&
  to.version !== undefined &&
  ecosystem?.admits(claim.range, to.version) === false;

const edgeOf = (claim: Claim, from: Unit, to: Unit): Edge => ({
  from: from.id,
  to: to.id,
  kind: claim.kind,
  file: claim.at.file,
  line: claim.at.line ?? 1,
  ...(claim.range === undefined ? {} : { range: claim.range }),
  requirements: claim.range === undefined ? [] : [{ range: claim.range, at: claim.rangeAt ?? claim.at }],
  ...(claim.pins === undefined ? {} : { pins: claim.pins }),
  orders: orders(claim, from, to),
  ...(claim.isMade === true ? { isMade: true } : {}),
  ...(claim.givesWay === true ? { givesWay: true } : {}),
});

/** A dev need orders only where the client checks it; what is compiled in from the same folder is never published before. */
function orders(claim: Claim, from: Unit, to: Unit): boolean {
  if (claim.kind === 'dev') return claim.verified === true;
  return claim.kind !== 'bundles' || from.root !== to.root;
}

const kindOrder: Readonly<Record<EdgeKind, number>> = {
  runtime: 0,
  build: 1,
  dev: 2,
  bundles: 3,
  embeds: 4,
  installs: 5,
  deploys: 6,
  contains: 7,
  declared: 8,
};

export const compareEdges = (a: Edge, b: Edge): number =>
  compareText(a.from, b.from) || compareText(a.to, b.to) || kindOrder[a.kind] - kindOrder[b.kind];

/** By code unit, so that no locale changes the order. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
