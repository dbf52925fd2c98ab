import { describeWithAll } from '../../tools/toolchains/require.ts';
import type { Cell, Sailed } from './matrix/cells.ts';
import { allDeeds } from './matrix/deeds.ts';
import { kinds } from './matrix/kinds.ts';
import { told, tryAll } from './matrix/try-all.ts';

// Every deed once, each at another kind; CONVOY_ALL tries them all, as `npm run fault-matrix` does.
const isAll = process.env.CONVOY_ALL === '1';
const isTried = ({ kind, deed, role, lasts, before }: Cell): boolean => {
  const [at, which] = [kinds.indexOf(kind), allDeeds.indexOf(deed)];
  const wanted = which % 4 === 0 ? 'index' : 'publish';
  return (
    isAll ||
    (before === 'rebuilt'
      ? isRead(deed, which % 2 === 0) && at !== 0
      : isTurn(at, which) && role === wanted && lasts === (at % 2 === 0))
  );
};
const isTurn = (kind: number, deed: number): boolean => deed % kinds.length === kind;
const isRead = ({ does }: Cell['deed'], lasts: boolean): boolean => does === 'corrupt' && lasts;
const minutes = 60_000;

describeWithAll(['cargo', 'python', 'buildah', 'helm'], (clients) => {
  let sailed: readonly (readonly Sailed[])[];
  beforeAll(
    async () => {
      const present = Object.values(clients);
      sailed = await Promise.all(kinds.map((kind) => tryAll(kind, present, isTried)));
    },
    (isAll ? 60 : 3) * minutes,
  );

  it.each(kinds.map(({ name }, at) => [name, at] as const))(
    '%s: ends well, or says why, and ends well the next time',
    (_, at) => {
      const all = sailed[at] ?? [];
      expect(all.length).toBeGreaterThan(1);
      expect(all.filter(({ misses }) => misses.length > 0).map(told)).toEqual([]);
    },
  );
});
