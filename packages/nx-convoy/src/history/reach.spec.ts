import fc from 'fast-check';
import { readAncestry } from './questions.ts';
import { reach } from './reach.ts';

it('says the same as walking from each base', () => {
  const graphs = fc.array(fc.array(fc.nat({ max: 200 }), { maxLength: 2 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(graphs, (steps) => {
      const parents = steps.map((jumps, at) =>
        jumps.map((jump) => at + 1 + (jump % 5)).filter((parent) => parent < steps.length),
      );
      const text = parents.map((ups, at) => [`c${at}`, ...ups.map((up) => `c${up}`)].join(' ')).join('\n');
      const ancestry = readAncestry(text);
      const bases = steps.map((_, at) => at);
      const { isBehind } = reach(ancestry, bases);
      for (const base of bases) {
        const behind = new Set([base]);
        for (let at = base; at < parents.length; at++)
          if (behind.has(at)) for (const up of parents[at] ?? []) behind.add(up);
        for (const commit of bases) expect(isBehind(commit, base)).toBe(behind.has(commit));
      }
    }),
  );
});

it('knows of a base that it was not prepared for', () => {
  const { isBehind } = reach(readAncestry('c b\nb a\na'), [0]);
  expect([isBehind(1, 0), isBehind(2, 1), isBehind(0, 1)]).toEqual([true, true, false]);
});
