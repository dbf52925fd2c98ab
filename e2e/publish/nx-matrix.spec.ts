import { callable } from '../../tools/toolchains/callable.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { openDockyard, type Dockyard } from './dockyard.ts';
import { arrivals, nx, ring, writes, type Said } from './nx-fleet.ts';
import { onEachNx } from './nx-lines.ts';
import { dryRuns, modes, overrides, realRuns, thinned, whole, type Overridden, type Typed } from './nx-matrix.ts';

const isAll = process.env.CONVOY_ALL !== undefined;
const names = <Name extends string>(of: Readonly<Record<Name, unknown>>): readonly Name[] => Object.keys(of) as Name[];
const combined = isAll ? whole : thinned;

function run(folder: string, { words, env = {} }: Typed, mode: keyof typeof modes, yard: Dockyard): Promise<Said> {
  const isRelease = words[0] === 'release';
  const how = isRelease ? [] : modes[mode];
  return nx(folder, [...words, ...how], { ...yard.env, ...env, NX_BATCH_MODE: String(mode === 'batch') });
}

describeWithAll(['npm', 'helm'], ({ npm, helm }) => {
  const yards: Dockyard[] = [];
  const opened = async (): Promise<Dockyard> => {
    const yard = await openDockyard(callable([npm, helm]));
    yards.push(yard);
    return yard;
  };
  afterEach(async () => {
    for (const yard of yards.splice(0)) await yard.close();
  });

  onEachNx((modules) => {
    it('sends nothing in a dry run, whoever starts which task', async () => {
      const yard = await opened();
      const runs = combined(names(overrides), names(modes), names(dryRuns));
      const said = new Map<string, Said>();
      await inPairs(runs, async ([override, mode, dry]) => {
        const folder = ring(yard, { ...(overrides[override] as Overridden), modules });
        const answer = await run(folder, dryRuns[dry], mode, yard);
        said.set(`${override}, ${mode}, ${dry}`, answer);
      });
      expect(writes(yard)).toEqual([]);
      for (const [combination, { code, text }] of said)
        expect([combination, code, code === 0 ? '' : text]).toEqual([combination, 0, '']);
      // Where nothing was looked at, nothing could have been sent.
      expect(yard.registries.requests('npm').length).toBeGreaterThanOrEqual(runs.length);
    }, 3_000_000);

    it('sends everything once, in order, whatever the tasks depend on', async () => {
      const runs = combined(names(overrides), [...names(modes)].reverse(), names(realRuns));
      await inPairs(runs, async ([override, mode, real]) => {
        const yard = await opened();
        const folder = ring(yard, { ...(overrides[override] as Overridden), modules });
        const { code, text } = await run(folder, realRuns[real], mode, yard);
        const combination = `${override}, ${mode}, ${real}`;
        expect([combination, code, code === 0 ? '' : text]).toEqual([combination, 0, '']);
        const sent = arrivals(yard);
        expect([combination, [...sent].sort()]).toEqual([combination, all]);
        expect(sent.indexOf('npm:quay-aft')).toBeLessThan(sent.indexOf('npm:quay-bow'));
        expect(sent.indexOf('helm:quay-bow')).toBeLessThan(sent.indexOf('helm:quay-aft'));
      });
    }, 3_000_000);
  });
});

const all = ['helm:quay-aft', 'helm:quay-bow', 'npm:quay-aft', 'npm:quay-bow'];

/** Two at a time: a run of Nx waits more than it works. */
async function inPairs<T>(list: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const left = [...list];
  const work = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(one);
  };
  await Promise.all([work(), work()]);
}
