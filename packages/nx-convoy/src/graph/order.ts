import type { Edge } from '../model/graph.ts';
import type { Problem } from '../model/problem.ts';
import type { Unit } from '../model/unit.ts';
import { compareText } from './link.ts';

export interface Order {
  /** Every unit after all that it needs; units of a cycle stand together. */
  readonly ids: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * An order in which everything can be published. A ring is opened where a need gives way, and where a versioned dev-dependency
 * closes it: that is said, since the client would refuse it. Linear in units and edges.
 */
export function publishOrder(units: readonly Unit[], edges: readonly Edge[]): Order {
  const ids = units.map((unit) => unit.id).sort(compareText);
  const ordering = edges.filter((edge) => edge.orders);
  const within = withinRing(ids, ordering);
  if (!ordering.some(within)) return { ids: layers(ids, ordering).flat(), problems: [] };
  const firm = ordering.filter((edge) => !within(edge) || !gives(edge));
  const hard = components(ids, firm).filter((component) => component.length > 1);
  const versionOf = new Map(units.map(({ id, version }) => [id, version]));
  const open = ordering.filter(
    (edge) => edge.kind === 'dev' && within(edge) && asksForThis(edge, versionOf.get(edge.to)),
  );
  return {
    ids: layers(ids, firm).flat(),
    problems: [...open.map(devCycle), ...hard.map((ring) => cycle(ring, firm))],
  };
}

/** The edges by which a publish is ordered: all that order, but for those of a ring that give way. */
export function firmEdges(units: readonly Pick<Unit, 'id'>[], edges: readonly Edge[]): readonly Edge[] {
  const ordering = edges.filter((edge) => edge.orders);
  const within = withinRing(
    units.map(({ id }) => id),
    ordering,
  );
  return ordering.filter((edge) => !within(edge) || !gives(edge));
}

const gives = ({ kind, givesWay }: Edge): boolean => kind === 'dev' || givesWay === true;

function withinRing(ids: readonly string[], edges: readonly Edge[]): (edge: Edge) => boolean {
  const rings = components(ids, edges).filter((component) => component.length > 1);
  const ringOf = new Map(rings.flatMap((ring, index) => ring.map((id) => [id, index] as const)));
  return ({ from, to }) => ringOf.get(from) !== undefined && ringOf.get(from) === ringOf.get(to);
}

/** What can be published at the same time, wave after wave. */
export const waves = (units: readonly Unit[], edges: readonly Edge[]): readonly (readonly string[])[] =>
  layers(
    units.map((unit) => unit.id).sort(compareText),
    edges.filter((edge) => edge.orders),
  );

/** Kahn's algorithm; ready units leave in the order of their ids. What a cycle holds back is put at the end. */
function layers(ids: readonly string[], edges: readonly Edge[]): readonly (readonly string[])[] {
  const waiting = new Map(ids.map((id) => [id, 0]));
  const dependents = new Map<string, string[]>();
  for (const { from, to } of edges) {
    waiting.set(from, (waiting.get(from) ?? 0) + 1);
    const list = dependents.get(to);
    if (list === undefined) dependents.set(to, [from]);
    else list.push(from);
  }
  const placed: (readonly string[])[] = [];
  let wave = ids.filter((id) => waiting.get(id) === 0);
  while (wave.length > 0) {
    placed.push(wave);
    const next: string[] = [];
    for (const id of wave) {
      for (const dependent of dependents.get(id) ?? []) {
        const left = (waiting.get(dependent) ?? 0) - 1;
        waiting.set(dependent, left);
        if (left === 0) next.push(dependent);
      }
    }
    wave = next.sort(compareText);
  }
  const done = new Set(placed.flat());
  const held = ids.filter((id) => !done.has(id));
  return held.length === 0 ? placed : [...placed, held];
}

/** Tarjan's strongly connected components, without recursion: a chain of thousands of units is legal. */
function components(ids: readonly string[], edges: readonly Edge[]): readonly (readonly string[])[] {
  const needs = new Map<string, string[]>();
  for (const { from, to } of edges) needs.set(from, [...(needs.get(from) ?? []), to]);
  const number = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];

  const enter = (id: string): { id: string; at: number } => {
    number.set(id, number.size);
    lowest.set(id, number.get(id) ?? 0);
    open.push(id);
    isOpen.add(id);
    return { id, at: 0 };
  };
  const lower = (id: string, to: number | undefined): void => {
    if (to !== undefined && to < (lowest.get(id) ?? 0)) lowest.set(id, to);
  };
  const leave = (id: string): void => {
    if (lowest.get(id) !== number.get(id)) return;
    const component = open.splice(open.lastIndexOf(id));
    for (const member of component) isOpen.delete(member);
    found.push(component.sort(compareText));
  };

  for (const start of ids) {
    if (number.has(start)) continue;
    const path = [enter(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = needs.get(top.id)?.[top.at++];
      if (next === undefined) {
        path.pop();
        leave(top.id);
        const above = path.at(-1);
        if (above !== undefined) lower(above.id, lowest.get(top.id));
      } else if (!number.has(next)) path.push(enter(next));
      else if (isOpen.has(next)) lower(top.id, number.get(next));
    }
  }
  return found;
}

/** A range that older releases meet is met by what is published already; one that names this very version is not. */
const asksForThis = ({ range }: Edge, version: string | undefined): boolean =>
  range !== undefined && version !== undefined && range.includes(version);

const devCycle = (edge: Edge): Problem => ({
  code: 'VERSIONED_DEV_CYCLE',
  severity: 'warning',
  what: `${edge.from} tests with ${edge.to}, which needs ${edge.from} in turn; and asks for this very version: neither can be published first.`,
  where: { file: edge.file, line: edge.line },
  fix: 'Require it by path alone: cargo leaves a dev-dependency without version out of what it publishes.',
});

function cycle(ring: readonly string[], edges: readonly Edge[]): Problem {
  const members = new Set(ring);
  const edge = edges.find(({ from, to }) => members.has(from) && members.has(to));
  return {
    code: 'GRAPH_CYCLE',
    severity: 'error',
    what: `These units wait for each other: ${ring.join(', ')}.`,
    ...(edge === undefined ? {} : { where: { file: edge.file, line: edge.line } }),
    fix: 'Move what they share into a unit of its own, or drop one of the dependencies.',
  };
}
