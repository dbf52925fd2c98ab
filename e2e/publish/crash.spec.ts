import { kinds } from '../../tools/crash-matrix/kinds.ts';
import { tryKinds, type Extent, type Matrix } from '../../tools/crash-matrix/matrix.ts';
import { sailPrefixes } from '../../tools/crash-matrix/prefixes.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';

const seed = Date.now() % 1_000_000;
const extent: Extent =
  process.env.CONVOY_ALL === '1'
    ? { seed, points: Infinity, samples: 12, isWhole: true, workers: 3, kindsAtOnce: 1 }
    : { seed, points: 2, samples: 1, isWhole: false, workers: 1, kindsAtOnce: 3 };

const matrices = tryKinds(kinds, extent);

const trialsOf = (matrix: Matrix | undefined) =>
  matrix?.is === 'tried' ? matrix.rows.flatMap(({ trials }) => trials) : [];

for (const kind of kinds)
  describeWithAll(kind.clients, () => {
    it(`${kind.name}: killed anywhere and published again, all is out once (seed ${seed})`, async () => {
      const trials = trialsOf(await matrices.get(kind));
      expect(trials.filter(({ is }) => is === 'wrong').map(({ name, why }) => [name, why])).toEqual([]);
      expect(trials.filter(({ is }) => is === 'ended well').length).toBeGreaterThan(trials.length / 2);
      const { prefixes, wrong } = sailPrefixes(
        kind,
        trials.map(({ journal }) => journal),
      );
      expect(wrong).toEqual([]);
      expect(prefixes).toBeGreaterThan(10);
    }, 1_800_000);
  });
