import fc from 'fast-check';
import { commonGround } from './ground.ts';
import { readAncestry } from './questions.ts';

const graphs = fc.array(fc.array(fc.nat({ max: 200 }), { maxLength: 2 }), { minLength: 1, maxLength: 40 });

it('is what all bases have behind them, by its newest commits', () => {
  fc.assert(
    fc.property(graphs, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), (steps, picks) => {
      const parents = steps.map((jumps, at) =>
        jumps.map((jump) => at + 1 + (jump % 4)).filter((parent) => parent < steps.length),
      );
      const lines = parents.map((ups, at) => [`c${at}`, ...ups.map((up) => `c${up}`)].join(' '));
      const behind = (from: readonly number[]): ReadonlySet<number> => {
        const found = new Set(from);
        for (let at = 0; at < parents.length; at++)
          if (found.has(at)) for (const up of parents[at] ?? []) found.add(up);
        return found;
      };
      const bases = picks.map((pick) => pick % steps.length);
      const common = steps.map((_, at) => at).filter((at) => bases.every((base) => behind([base]).has(at)));
      const ground = commonGround(
        readAncestry(lines.join('\n')),
        bases.map((base) => `c${base}`),
      );
      const tips = ground.map((id) => Number(id.slice(1)));
      expect([...behind(tips)].sort((a, b) => a - b)).toEqual(common);
      // None of them says what another one says already.
      for (const tip of tips) expect(tips.filter((other) => behind([other]).has(tip))).toEqual([tip]);
    }),
  );
});

it.each([
  ['a unit without a base', ['b', undefined]],
  ['a base that HEAD does not build upon', ['b', 'elsewhere']],
  ['no base', []],
])('is nothing with %s: then every commit counts', (_, bases) => {
  expect(commonGround(readAncestry('c b\nb a\na'), bases)).toEqual([]);
});
