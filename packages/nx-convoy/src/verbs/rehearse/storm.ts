import type { Disturbance } from '../../model/rehearsal.ts';
import type { ProtocolId } from '../../model/registry.ts';
import { chance, type Chance } from './chance.ts';

/** What goes wrong in one storm: all of it told by the seed. */
export interface Storm {
  readonly seed: number;
  readonly disturbances: readonly Disturbance[];
  /** For each run that is killed: after how many lines of the journal. */
  readonly kills: readonly number[];
}

type Deed = (by: Chance) => Partial<Disturbance> & Pick<Disturbance, 'does'>;

/** What registries have done to publishers. An upload that is truncated is a connection that breaks in its middle. */
const deeds: readonly [Deed, ...Deed[]] = [
  (by) => ({ does: 'refuse', status: 429, retryAfter: by.between(0, 1), on: 'publish' }),
  () => ({ does: 'refuse', status: 429, on: 'publish' }),
  (by) => ({ does: 'refuse', status: by.one([500, 502, 503]), on: by.one(['publish', 'index']) }),
  () => ({ does: 'lose-reply', on: 'publish' }),
  (by) => ({ does: 'reset', when: by.one(['before', 'during', 'after']), on: 'publish' }),
  () => ({ does: 'reset', when: 'before', on: 'index' }),
  (by) => ({ does: 'lag', ms: by.between(100, 1500) }),
];

export function stormOf(seed: number, protocols: readonly ProtocolId[], units: number): Storm {
  const by = chance(seed);
  const [first, ...others] = protocols;
  const disturbances = Array.from({ length: first === undefined ? 0 : by.between(2, 5) }, (): Disturbance => {
    const registry = by.one([first ?? 'oci', ...others]);
    const deed = by.one(deeds)(by);
    const lasts = deed.does === 'lag' ? {} : { nth: by.between(1, 4), times: by.between(1, 2) };
    return { registry, ...lasts, ...deed } as Disturbance;
  });
  // Some five lines for each file: the later a kill, the more has happened before.
  const kills = Array.from({ length: by.between(1, 3) }, () => by.between(1, Math.max(4, units * 5)));
  return { seed, disturbances, kills };
}

/** As the report tells it. */
export function inWords({ registry, on, nth, times = 1, ...deed }: Disturbance): string {
  const { does, ...how } = deed as { does: string };
  const said = Object.values(how).join(' ');
  const when = nth === undefined ? '' : `, from the ${nth}. on, ${times} times`;
  return `${registry}${on === undefined ? '' : ` ${on}`}: ${does}${said === '' ? '' : ` ${said}`}${when}`;
}
