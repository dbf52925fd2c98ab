import type { Delivery } from '../model/delivery.ts';
import type { JournalEvent } from '../model/journal.ts';
import type { Limits, Next, Shipment, Work } from '../model/shipment.ts';
import { paced } from './lanes.ts';
import { usualPolicy } from './policy.ts';
import { scheduler } from './schedule.ts';
import { statesOf } from './state.ts';

const problem = { code: 'SAID', severity: 'error' as const, what: 'It said no.', fix: 'Mend it.' };
const owner = { host: 'here', pid: 7, started: '1' };

/** `b>a` needs a; `w:2` has two files; `p:0` has none. All at one registry, but for those that begin with `x`. */
function shipmentOf(text: string): Shipment {
  const parts = text.split(' ');
  const ids = [...new Set(parts.flatMap((part) => part.split('>').map((one) => one.split(':')[0] ?? '')))];
  const filesOf = new Map(parts.flatMap((part) => (part.includes(':') ? [part.split(':') as [string, string]] : [])));
  return {
    units: ids.map((id) => ({
      id,
      deliveries: Array.from({ length: Number(filesOf.get(id) ?? 1) }, (_, at) => delivery(id, at)),
    })),
    needs: parts.flatMap((part) => {
      const [from = '', to] = part.split('>');
      return to === undefined ? [] : [{ from, to }];
    }),
  };
}

const delivery = (unit: string, at: number): Delivery => ({
  id: at === 0 ? unit : `${unit}/${at}`,
  unit,
  released: {
    registry: { protocol: 'crates', url: `https://${unit.startsWith('x') ? 'x' : 'r'}.example` },
    name: unit,
    version: '1.0.0',
  },
  artifact: { unit, name: `${unit}-${at}`, path: '', size: 1, digests: ['sha256:aa'] },
});

/** `absent`, `new` (and absent), `there`, `other`, `up`, `ok`, `refused`, `wait`: of the delivery before the `=`, at the time behind `@`. */
function eventsOf(text: string): readonly JournalEvent[] {
  return text.split(' ').flatMap((part): readonly JournalEvent[] => {
    const [of = '', rest = ''] = part.split('=');
    const [said, at = '0'] = rest.split('@');
    const noted = { at: Number(at), run: 'r', of };
    if (said === 'absent') return [{ kind: 'asked', ...noted, is: 'absent' }];
    if (said === 'new') return [{ kind: 'asked', ...noted, is: 'absent', isNewName: true }];
    if (said === 'there') return [{ kind: 'asked', ...noted, is: 'present', digest: 'sha256:aa' }];
    if (said === 'other')
      return [
        { kind: 'asked', ...noted, is: 'present' },
        { kind: 'compared', ...noted, is: 'other' },
      ];
    if (said === 'up') return [{ kind: 'uploading', ...noted, digests: [], owner }];
    if (said === 'first') return [{ kind: 'uploading', ...noted, digests: [], owner, isNewName: true }];
    if (said === 'ok') return [{ kind: 'uploaded', ...noted }];
    if (said === 'refused') return [{ kind: 'failed', ...noted, how: 'refused', problem }];
    if (said === 'wait') return [{ kind: 'failed', ...noted, how: 'transient', problem, waitMs: 600_000 }];
    return [];
  });
}

interface Case {
  readonly journal?: string;
  readonly underway?: Readonly<Record<string, Work>>;
  readonly limits?: Partial<Limits>;
  readonly now?: number;
}

function next(ship: string, { journal = '', underway = {}, limits = {}, now = 0 }: Case): Next {
  return scheduler(shipmentOf(ship), { uploads: 9, asks: 9, ...limits })({
    run: 'r',
    now,
    policy: usualPolicy,
    states: statesOf(eventsOf(journal), 'r'),
    isAlive: () => true,
    underway: new Map(Object.entries(underway)),
  });
}

const show = ({ start, waits, deliveries, isFinished }: Next): string =>
  [
    ...start.map(({ delivery, work, isNewName }) => `${work}${isNewName === true ? ' first' : ''} ${delivery.id}`),
    ...waits.map(({ delivery, why, until }) => `${delivery.id}: ${why}${until === undefined ? '' : ` until ${until}`}`),
    ...[...deliveries].map(
      ([id, outcome]) => `${id} ${outcome.is}${outcome.is === 'blocked' ? ` by ${outcome.by}` : ''}`,
    ),
    ...(isFinished ? ['finished'] : []),
  ].join(', ');

const lane = { names: { burst: 1, everyMs: 600_000 }, versions: { burst: 2, everyMs: 60_000 } };

it.each<[string, string, Case, string]>([
  ['asks for everything at once', 'b>a c', {}, 'ask a, ask b, ask c'],
  [
    'no more than so many',
    'b>a c',
    { limits: { asks: 1 } },
    'ask a, b: others are served first, c: others are served first',
  ],
  [
    'no more than a registry bears',
    'a b xc',
    { limits: { at: () => ({ asks: 1 }) } },
    'ask a, ask xc, b: others are served first',
  ],
  [
    'uploads what nobody waits for and what nobody holds back',
    'b>a c',
    { journal: 'a=absent b=absent c=absent' },
    'upload a, upload c, b: waits for a',
  ],
  [
    'the longest chain first',
    'a c>b d>c',
    { journal: 'a=absent b=absent c=absent d=absent', limits: { uploads: 1 } },
    'upload b, c: waits for b, a: others are served first, d: waits for c',
  ],
  ['not before it is seen', 'b>a', { journal: 'a=absent a=up a=ok b=absent' }, 'ask a, b: waits for a'],
  ['once it is', 'b>a', { journal: 'a=there b=absent' }, 'upload b, a skipped'],
  [
    'counts what is under way',
    'a b',
    { journal: 'a=absent b=absent', underway: { a: 'upload' }, limits: { uploads: 1 } },
    'b: others are served first',
  ],
  [
    'a failure blocks what needs it, and nothing else',
    'b>a c>b d',
    { journal: 'a=absent a=up a=refused a=absent b=absent c=absent d=absent' },
    'upload d, a failed, b blocked by a, c blocked by b',
  ],
  [
    'what is there is not blocked',
    'b>a',
    { journal: 'a=absent a=up a=refused a=absent b=there' },
    'a failed, b skipped, finished',
  ],
  ['nor is what has not answered', 'b>a', { journal: 'a=absent a=up a=refused a=absent' }, 'ask b, a failed'],
  ['finished', 'b>a', { journal: 'a=there b=there' }, 'a skipped, b skipped, finished'],
  ['not while somebody works', 'a b', { journal: 'a=there', underway: { b: 'ask' } }, 'a skipped'],
  ['what no registry takes is in the way of nobody', 'b>p p:0', { journal: 'b=absent' }, 'upload b'],
  ['what is not in the shipment was there before', 'a', { journal: 'a=absent' }, 'upload a'],
  [
    'a ring blocks itself and what needs it',
    'a>b b>a c>a d',
    { journal: 'a=absent b=absent c=absent d=absent' },
    'upload d, a blocked by b, b blocked by a, c blocked by a',
  ],
  ['a ring of what is there does not', 'a>b b>a', { journal: 'a=there b=there' }, 'a skipped, b skipped, finished'],
  [
    'asks for all files of a version first',
    'w:2',
    { journal: 'w=absent', underway: { 'w/1': 'ask' } },
    'w: waits for the answer about w-1',
  ],
  [
    'a file that was made elsewhere stops the others',
    'w:2',
    { journal: 'w=absent w/1=other' },
    'w blocked by w-1, w/1 failed, finished',
  ],
  ['a file that is there does not', 'w:2', { journal: 'w=absent w/1=there' }, 'upload w, w/1 skipped'],
  [
    'a name is made by one upload alone',
    'w:2',
    { journal: 'w=new w/1=new' },
    'upload first w, w/1: waits for w-0, which is the first of this name',
  ],
  ['and is no new name behind it', 'w:2', { journal: 'w=new w/1=new w=first w=ok w=there' }, 'upload w/1, w published'],
  [
    'put off: nobody goes there until then',
    'a b xc',
    { journal: 'a=absent a=up a=wait b=absent xc=absent', now: 1 },
    'upload xc, a: the registry asked to wait until 600000, b: the registry takes no more for now until 600000',
  ],
  [
    'but with names of another kind',
    'a b',
    { journal: 'a=new a=first a=wait b=absent', now: 1 },
    'upload b, a: the registry asked to wait until 600000',
  ],
  [
    'then one at a time',
    'a b',
    { journal: 'a=absent a=up a=wait b=absent@600000 a=absent@600000', now: 600_000 },
    'upload a, b: one at a time, as the registry asked',
  ],
  [
    'keeps a pace where one is given',
    'a b c',
    { journal: 'a=absent a=up a=ok a=there b=absent b=up b=ok b=there c=absent', limits: { at: () => lane }, now: 1 },
    'c: the registry takes no more for now until 60000, a published, b published',
  ],
  [
    'what was turned away counts for no pace',
    'a b',
    { journal: 'a=new a=first a=refused a=absent b=new', limits: { at: () => lane }, now: 1 },
    'upload first b, a failed',
  ],
])('%s', (_, ship, given, expected) => expect(show(next(ship, given))).toBe(expected));

it.each<[readonly number[], number]>([
  [[], -60],
  [[0], 0],
  [[0, 0], 60],
  [[0, 0, 60], 120],
  [[0, 300], 300],
  [[300, 0, 300], 360],
])('measures as a leaky bucket does: after %j the next fits at %d', (times, expected) => {
  expect(Math.max(paced(times, { burst: 2, everyMs: 60 }), -60)).toBe(expected);
});

it.each<[readonly number[], number]>([
  [[], -Infinity],
  [[0], -Infinity],
  [[0, 10], 60],
  [[10, 0, 30], 70],
])('or within a window of time: after %j the next fits at %d', (times, expected) => {
  expect(paced(times, { burst: 2, everyMs: 60, isWindow: true })).toBe(expected);
});

it('tells of a unit when all of its files have ended, and tells the worst', () => {
  const half = next('w:2', { journal: 'w=there', underway: { 'w/1': 'ask' } });
  expect(half.units.get('w')).toBeUndefined();
  expect(next('w:2', { journal: 'w=there w/1=other' }).units.get('w')?.is).toBe('failed');
  expect(next('p:0', {}).units.get('p')).toEqual({ is: 'skipped', because: 'no registry takes it' });
});

it('says when to look again', () => {
  expect(next('a', { journal: 'a=absent a=up a=wait', now: 1 }).until).toBe(600_000);
  expect(next('a', {}).until).toBeUndefined();
});

it('plans a thousand units that are out in one pass, and a chain as long', () => {
  const names = Array.from({ length: 1000 }, (_, at) => `u${String(at).padStart(4, '0')}`);
  const chain = names.slice(1).map((name, at) => `${name}>${names[at] ?? ''}`);
  const done = next(chain.join(' '), { journal: names.map((name) => `${name}=there`).join(' ') });
  expect([done.isFinished, done.units.size]).toEqual([true, 1000]);
  const failed = next(chain.join(' '), {
    journal: `u0000=absent u0000=up u0000=refused ${names.map((name) => `${name}=absent`).join(' ')}`,
  });
  expect([...failed.units.values()].filter(({ is }) => is === 'blocked')).toHaveLength(999);
});
