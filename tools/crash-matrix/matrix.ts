import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standing } from '../toolchains/demand.ts';
import { readRecord } from '../toolchains/record.ts';
import type { Kind } from './kinds.ts';
import { recorded, type Point, type Recording } from './points.ts';
import { picker, type Picker } from './pick.ts';
import { apart, forgotten, once, stopped, together, twice, type Trial } from './trials.ts';
import { bundleProgram } from './workspace.ts';
import { openYard, type Yard } from './yard.ts';

export interface Extent {
  readonly seed: number;
  /** Kills of each kind: all of them, or so many. */
  readonly points: number;
  /** So many of each: killed twice, with a lost journal. */
  readonly samples: number;
  /** Also two publishers at once, and signals. */
  readonly isWhole: boolean;
  /** Only trials whose name has this in it. */
  readonly only?: string;
  /** So many at the same time for each kind, and so many kinds. */
  readonly workers: number;
  readonly kindsAtOnce: number;
}

/** Trials of one kind that belong together. */
export interface Row {
  readonly name: string;
  readonly trials: readonly Trial[];
}

export type Matrix =
  | { readonly is: 'tried'; readonly rows: readonly Row[]; readonly seconds: number }
  | { readonly is: 'left out'; readonly why: string };

/** All of them, some at the same time; each is told of as soon as it is done. */
export function tryKinds(kinds: readonly Kind[], extent: Extent): ReadonlyMap<Kind, Promise<Matrix>> {
  const told = new Map(kinds.map((kind) => [kind, withResolvers<Matrix>()] as const));
  const left = [...told];
  const labour = async (place: Place): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [kind, { resolve, reject }] = next;
      await tryKind(kind, extent, place).then(resolve, reject);
    }
  };
  void withPlace((place) => Promise.all(Array.from({ length: extent.kindsAtOnce }, () => labour(place)))).catch(
    (error: unknown) => {
      for (const { reject } of told.values()) reject(error);
    },
  );
  return new Map([...told].map(([kind, { promise }]) => [kind, promise]));
}

interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (why: unknown) => void;
}

function withResolvers<T>(): Resolvers<T> {
  let [resolve, reject]: [Resolvers<T>['resolve'], Resolvers<T>['reject']] = [() => undefined, () => undefined];
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  // Whoever waits for it later hears of it all the same.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

interface Place {
  readonly at: string;
  readonly program: string;
}

/** Where many small files are written and waited for: in memory where there is such a place. A kill leaves what was written, on any disk. */
async function withPlace<T>(act: (place: Place) => Promise<T>): Promise<T> {
  const at = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'nx-convoy-crash-'));
  const program = await bundleProgram();
  try {
    return await act({ at, program });
  } finally {
    rmSync(at, { recursive: true, force: true });
    rmSync(program, { force: true });
  }
}

/** Tries one kind at its points, several at the same time. */
async function tryKind(kind: Kind, extent: Extent, { at, program }: Place): Promise<Matrix> {
  const began = performance.now();
  const found = standing(kind.clients, readRecord(), process.env.CONVOY_REQUIRE_CLIENTS);
  if (found.is !== 'here') return { is: 'left out', why: found.why };
  const yards = await Promise.all(
    Array.from({ length: extent.workers }, (_, index) =>
      openYard(kind, {
        program,
        place: join(at, `${kind.name.replaceAll(' ', '-')}-${index}`),
        clients: found.clients,
      }),
    ),
  );
  try {
    const [first] = yards;
    if (first === undefined) throw new Error('nobody works');
    const recording = await recorded(first);
    const rows = await rowsOf(recording, extent, yards);
    return { is: 'tried', rows, seconds: (performance.now() - began) / 1000 };
  } finally {
    await Promise.all(yards.map((yard) => yard.close()));
  }
}

async function rowsOf(recording: Recording, extent: Extent, yards: readonly Yard[]): Promise<readonly Row[]> {
  const { points, samples, isWhole, seed } = extent;
  const pick = picker(seed);
  const run = async (name: string, works: readonly (typeof together)[]): Promise<Row> => ({
    name,
    trials: await inParallel(works, yards, recording),
  });
  const chosen = pick.some(wanted(recording.points, extent), points);
  const single = await run('killed once', chosen.map(once));
  const rows = [single];
  if (samples > 0) {
    const pairs = pairsOf(chosen, single.trials, pick, samples);
    rows.push(await run('killed twice', pairs));
    rows.push(await run('journal lost', pick.some(chosen, samples).map(forgotten)));
  }
  if (isWhole) {
    rows.push(await run('two at once', [together, apart]));
    const signals = (['SIGTERM', 'SIGINT'] as const).flatMap((signal) => [
      stopped(signal, true),
      stopped(signal, false),
    ]);
    rows.push(await run('asked to end', signals));
  }
  return rows;
}

const wanted = (points: readonly Point[], { only }: Extent): readonly Point[] =>
  only === undefined ? points : points.filter((point) => JSON.stringify(point).includes(only));

/** A second kill at a place that the run after the first one was seen to come to. */
function pairsOf(
  points: readonly Point[],
  trials: readonly Trial[],
  pick: Picker,
  most: number,
): readonly (typeof together)[] {
  const pairs = points.flatMap((point, index) => {
    const places = trials[index]?.places ?? [];
    return places.length === 0 ? [] : [twice(point, pick.one(places))];
  });
  return pick.some(pairs, most);
}

/** In the order in which they were given, whoever does them. */
async function inParallel(
  works: readonly (typeof together)[],
  yards: readonly Yard[],
  recording: Recording,
): Promise<readonly Trial[]> {
  const trials = new Map<number, Trial>();
  const left = [...works.entries()];
  const labour = async (yard: Yard): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, work] = next;
      trials.set(index, await work(yard, recording));
    }
  };
  await Promise.all(yards.map(labour));
  return works.flatMap((_, index) => trials.get(index) ?? []);
}
