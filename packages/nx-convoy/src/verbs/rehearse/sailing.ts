import type { Overlay } from '../../model/overlay.ts';
import type { Problem } from '../../model/problem.ts';
import type { ChildEnd } from '../../model/rehearsal.ts';
import { listOf, objectOf, stringOf } from '../../text/json/narrow.ts';
import { count } from '../words/columns.ts';
import { lastOf, problemsIn, told } from './reading.ts';
import { find, perform, type Scene } from './scene.ts';

export interface Sailed {
  readonly is: string;
  readonly why: string;
  readonly ms?: number;
}

export type Fleet = ReadonlyMap<string, Sailed>;

/** Embedded registries answer at once: nobody waits for them as for real ones. */
export const quick: NonNullable<Overlay['publish']> = {
  policy: { backOff: { first: 0.1, most: 2 }, poll: { first: 0.05, most: 1 }, settle: 3 },
};

export const publishArguments = (units: readonly string[], { options }: Pick<Scene, 'options'>): readonly string[] => [
  ...['publish', '--yes', '--format=json', `--units=${units.join(',')}`],
  ...['--patience=60', `--timeout=${options.timeout}`],
];

/** In order, each by its real client. */
export async function published(units: readonly string[], overlay: Overlay, scene: Scene): Promise<Fleet> {
  const times = new Map<string, { began: number; ended?: number }>();
  const { prompter } = scene.hands.theatre;
  const line = (text: string): void => {
    const { event, unit, is, says } = told(text);
    const [id, state] = [stringOf(unit), stringOf(is)];
    if (event !== 'unit' || id === undefined) return;
    prompter.now(`publish: ${id} ${stringOf(says) ?? ''}`);
    const now = scene.world.clock.elapsed();
    const time = times.get(id) ?? { began: now };
    times.set(id, state === 'underway' ? time : { ...time, ended: now });
  };
  let fleet: Fleet = new Map();
  await perform(
    'publish',
    {
      argv: publishArguments(units, scene),
      overlay,
      line,
      reads: (end) => {
        fleet = fleetOf(end, times);
        return Promise.resolve();
      },
      problems: problemsOf,
      says: () => saidOf(fleet),
    },
    scene,
  );
  return fleet;
}

/** What is not there, for whatever reason, would not be there for real. */
const problemsOf = ({ code, stdout }: ChildEnd): readonly Problem[] =>
  problemsIn(lastOf(stdout).problems).map((problem) => (code === 0 ? problem : { ...problem, severity: 'error' }));

function fleetOf({ stdout }: ChildEnd, times: ReadonlyMap<string, { began: number; ended?: number }>): Fleet {
  const fleet = new Map<string, Sailed>();
  for (const { unit, is, why } of listOf(lastOf(stdout).units).map(objectOf)) {
    const id = stringOf(unit) ?? '';
    const { began = 0, ended } = times.get(id) ?? {};
    // A label comes behind its image, by the same name.
    if (!fleet.has(id))
      fleet.set(id, {
        is: stringOf(is) ?? '',
        why: stringOf(why) ?? '',
        ...(ended === undefined ? {} : { ms: ended - began }),
      });
  }
  return fleet;
}

export const isThere = ({ is }: Sailed): boolean => is === 'published' || is === 'skipped';

const saidOf = (fleet: Fleet): string =>
  `${[...fleet.values()].filter(isThere).length} of ${count(fleet.size, 'unit')} there`;

/** Whoever publishes again must find everything there, and send nothing. */
export async function publishedAgain(units: readonly string[], overlay: Overlay, scene: Scene): Promise<boolean> {
  const before = scene.stage.uploads().length;
  let more: readonly string[] = [];
  const { isGood } = await perform(
    'publish again',
    {
      argv: publishArguments(units, scene),
      overlay,
      reads: () => {
        more = scene.stage.uploads().slice(before);
        return Promise.resolve();
      },
      problems: problemsOf,
      says: () => (more.length === 0 ? 'sends nothing' : `sends ${count(more.length, 'request')}`),
    },
    scene,
  );
  if (more.length > 0) find(scene, 'publish again', [sentTwice(more)]);
  return isGood && more.length === 0;
}

const sentTwice = ([first = '']: readonly string[]): Problem => ({
  code: 'REHEARSE_TWICE',
  severity: 'error',
  what: `A second publish sent something though all was there: ${first}.`,
  fix: 'Nothing of yours is wrong by this: please report it, with the report of the rehearsal.',
});
