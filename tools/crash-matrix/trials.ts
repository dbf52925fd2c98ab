import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { complaints } from './check.ts';
import { labelOf, placesIn, type Point, type Recording } from './points.ts';
import type { Verdict } from './relay.ts';
import { strike } from './strike.ts';
import { copyTo, journalIn } from './workspace.ts';
import type { Yard } from './yard.ts';

/** What came of one trial. */
export interface Trial {
  readonly name: string;
  readonly is: 'ended well' | 'not reached' | 'wrong';
  readonly why: readonly string[];
  /** Where the run that went on could have been killed in its turn. */
  readonly places: readonly string[];
  readonly journal: string;
}

type Work = (yard: Yard, recording: Recording) => Promise<Trial>;

const isAlive = (point: Point): boolean => point.by === 'wire' && point.children === 'alive';

/** Killed once, then published as usual. */
export const once =
  (point: Point): Work =>
  async (yard, { effects }) => {
    const folder = await yard.fresh();
    const struck = await strike(yard, folder, point);
    const record = join(folder, '../resumed');
    rmSync(record, { force: true });
    const next = yard.publish({ folder, record });
    await struck.settle(next);
    const isOutlived = isAlive(point);
    const why = await complaints(yard, { folder, last: await next.ended, effects, isOutlived });
    return { ...trial(labelOf(point), struck.isReached, [...struck.why, ...why], folder), places: placesIn(record) };
  };

/** Killed, killed again at a place of the run that goes on, and then published as usual. */
export const twice =
  (point: Point, place: string): Work =>
  async (yard, { effects }) => {
    const folder = await yard.fresh();
    const struck = await strike(yard, folder, point);
    const second = yard.publish({ folder, at: place });
    await struck.settle(second);
    const isReached = struck.isReached && (await second.ended).signal === 'SIGKILL';
    const last = await yard.publish({ folder }).ended;
    const why = await complaints(yard, { folder, last, effects, isOutlived: isAlive(point) });
    return trial(`${labelOf(point)}, then ${place}`, isReached, why, folder);
  };

/** Killed, and nobody remembers anything. */
export const forgotten =
  (point: Point): Work =>
  async (yard, { effects }) => {
    const folder = await yard.fresh();
    const struck = await strike(yard, folder, point);
    rmSync(journalIn(folder), { force: true });
    const next = yard.publish({ folder });
    await struck.settle(next);
    const isOutlived = isAlive(point);
    const why = await complaints(yard, { folder, last: await next.ended, effects, isBlind: true, isOutlived });
    return trial(`${labelOf(point)}, journal lost`, struck.isReached, why, folder);
  };

/** Two at once, in one clone: each unit goes out by one of them. */
export const together: Work = async (yard, { effects }) => {
  const folder = await yard.fresh();
  const both = [yard.publish({ folder }), yard.publish({ folder })];
  const [one, other] = await Promise.all(both.map(({ ended }) => ended));
  const why = [];
  for (const last of [one, other])
    if (last !== undefined) why.push(...(await complaints(yard, { folder, last, effects })));
  return trial('two at once, one clone', true, [...new Set(why)], folder);
};

/** Two at once that know nothing of each other. */
export const apart: Work = async (yard, { effects }) => {
  const folder = await yard.fresh();
  const folders = [folder, copyTo(folder, `${folder}-twin`)];
  const both = await Promise.all(
    folders.map(async (one) => ({ folder: one, last: await yard.publish({ folder: one }).ended })),
  );
  const why = [];
  for (const one of both) why.push(...(await complaints(yard, { ...one, effects, isBlind: true })));
  return trial('two at once, two clones', true, [...new Set(why)], folder);
};

/** Asked to end while the first effect is on its way, which is as slow as `isSlow` has it. */
export const stopped =
  (signal: 'SIGTERM' | 'SIGINT', isSlow: boolean): Work =>
  async (yard, { effects }) => {
    const folder = await yard.fresh();
    const running = yard.publish({ folder });
    let told: number | undefined;
    let letGo = (): void => undefined;
    const after: string[] = [];
    const isOver = new Promise<void>((resolve) => (letGo = resolve));
    yard.relay.onPassing(async (passing): Promise<Verdict> => {
      const effect = yard.kind.puts(passing);
      if (effect === undefined) return 'pass';
      if (told !== undefined) after.push(effect);
      else {
        told = performance.now();
        running.kill(signal);
        if (isSlow) await isOver;
      }
      return 'pass';
    });
    const first = await running.ended;
    const ms = performance.now() - (told ?? 0);
    yard.relay.onPassing(() => 'pass');
    const next = yard.publish({ folder });
    letGo();
    const last = await next.ended;
    const why = [
      ...(await complaints(yard, { folder, last, effects })),
      ...after.map((effect) => `${effect} began after ${signal}`),
      ...(first.code === 1 ? [] : [`it ended with ${first.code ?? first.signal ?? ''} after ${signal}`]),
      ...(ms < 5_000 ? [] : [`it took ${Math.round(ms)} ms to end`]),
    ];
    return trial(
      `${signal}, ${isSlow ? 'an upload that does not end' : 'an upload that ends'}`,
      told !== undefined,
      why,
      folder,
    );
  };

function trial(name: string, isReached: boolean, why: readonly string[], folder: string): Trial {
  const is = why.length > 0 ? 'wrong' : isReached ? 'ended well' : 'not reached';
  return { name, is, why, places: [], journal: readFileSync(journalIn(folder), 'utf8') };
}
