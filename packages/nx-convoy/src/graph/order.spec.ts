import fc from 'fast-check';
import type { EdgeKind } from '../model/claim.ts';
import type { Edge } from '../model/graph.ts';
import type { Unit } from '../model/unit.ts';
import { publishOrder, waves } from './order.ts';

const unit = (id: string): Unit => ({
  id,
  key: id,
  name: id,
  root: id,
  manifest: `${id}/m`,
  ecosystem: 'cargo',
  project: id,
  private: false,
  version: '1.0.0',
  registries: [],
});

/**
 * `b > a` is "b needs a"; `b ~ a` a dev need that the client verifies, of this very version, `b ~1 a` of any; `b . a` one that
 * orders nothing, `b ? a` one that gives way.
 */
function graphOf(arrows: string): { units: readonly Unit[]; edges: readonly Edge[] } {
  const ids = new Set<string>();
  const edges = arrows.split(', ').flatMap((arrow): Edge[] => {
    const [from = '', sign, to] = arrow.split(' ');
    ids.add(from);
    if (to === undefined) return [];
    ids.add(to);
    const kind: EdgeKind = sign === '>' || sign === '?' ? 'runtime' : 'dev';
    const givesWay = sign === '?';
    return [
      {
        ...(givesWay ? { givesWay } : {}),
        from,
        to,
        kind,
        file: `${from}/m`,
        line: 1,
        requirements: [],
        ...(sign === '~' ? { range: '1.0.0' } : {}),
        orders: sign !== '.',
      },
    ];
  });
  return { units: [...ids].map(unit), edges };
}

it.each([
  ['chart waits for its image', 'chart > image, image > wheel', 'wheel | image | chart'],
  ['strangers share a wave', 'app > lib, tool > lib', 'lib | app tool'],
  ['names decide within a wave', 'c, b, a', 'a b c'],
  ['the longest way counts', 'app > lib, app > core, lib > core', 'core | lib | app'],
  ['a need that orders nothing does not hold up', 'core . kit, kit > core', 'core | kit'],
])('%s', (_, arrows, expected) => {
  const { units, edges } = graphOf(arrows);
  expect(
    waves(units, edges)
      .map((wave) => wave.join(' '))
      .join(' | '),
  ).toBe(expected);
});

it.each([
  ['no cycle', 'b > a, c > b', []],
  ['a cycle of two', 'a > b, b > a', ['GRAPH_CYCLE']],
  ['two cycles are two problems', 'a > b, b > a, c > d, d > c', ['GRAPH_CYCLE', 'GRAPH_CYCLE']],
  ['a versioned dev-dependency closes it', 'macros ~ derive, derive > macros', ['VERSIONED_DEV_CYCLE']],
  ['a need that gives way closes it', 'nitro ? nuxt, nuxt > nitro', []],
  ['a dev-dependency that older releases meet', 'macros ~1 derive, derive > macros', []],
  ['a versioned dev-dependency outside of a cycle is fine', 'app ~ kit, kit > core', []],
])('%s: the problems', (_, arrows, codes) => {
  const { units, edges } = graphOf(arrows);
  expect(publishOrder(units, edges).problems.map(({ code }) => code)).toEqual(codes);
});

it('opens a cycle at its dev-dependency and still orders the rest', () => {
  const { units, edges } = graphOf('macros ~ derive, derive > macros, app > derive');
  expect(publishOrder(units, edges).ids).toEqual(['macros', 'derive', 'app']);
});

it('names every unit of a cycle and the place where it can be cut', () => {
  const { units, edges } = graphOf('a > b, b > c, c > a, d > a');
  const [problem] = publishOrder(units, edges).problems;
  expect(problem?.what).toBe('These units wait for each other: a, b, c.');
  expect(problem?.where).toEqual({ file: 'a/m', line: 1 });
});

it('puts everything after what it needs, whatever the graph', () => {
  const acyclic = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), { maxLength: 80 })
    .map((pairs) => pairs.filter(([a, b]) => a !== b).map(([a, b]) => `u${Math.max(a, b)} > u${Math.min(a, b)}`));
  fc.assert(
    fc.property(acyclic, (arrows) => {
      const { units, edges } = graphOf(['u0', ...arrows].join(', '));
      const { ids } = publishOrder(units, edges);
      const at = new Map(ids.map((id, index) => [id, index]));
      expect(new Set(ids).size).toBe(units.length);
      for (const { from, to } of edges) expect(at.get(to)).toBeLessThan(at.get(from) ?? -1);
    }),
  );
});

it('takes a chain of ten thousand units', () => {
  const units = Array.from({ length: 10_000 }, (_, at) => unit(`u${String(at).padStart(5, '0')}`));
  const edges = units.slice(1).map(({ id }, at): Edge => ({
    from: id,
    to: units[at]?.id ?? '',
    kind: 'runtime',
    file: 'm',
    line: 1,
    requirements: [],
    orders: true,
  }));
  expect(publishOrder(units, edges).ids).toEqual(units.map(({ id }) => id));
});
