import type { Delivery, Outcome } from '../model/delivery.ts';
import type { Registry } from '../model/registry.ts';
import type { Next, Shipment } from '../model/shipment.ts';
import { estimate, inWords } from './estimate.ts';
import { paced } from './lanes.ts';
import { progressOf, type Progress } from './progress.ts';
import { knownLimits } from '../registries/limits.ts';

const registries: Readonly<Record<string, Registry>> = {
  crates: { protocol: 'crates', url: 'https://index.crates.io/' },
  pypi: { protocol: 'pypi', url: 'https://pypi.org/simple/' },
  own: { protocol: 'crates', url: 'https://crates.example.com/' },
};

/** `crates 6 new`, `pypi 5`: so many units. */
const going = (text: string): ReturnType<typeof estimate> =>
  estimate(
    text.split(', ').flatMap((part) => {
      const [where = '', count = '', mark] = part.split(' ');
      const registry = registries[where] ?? { protocol: 'crates', url: '' };
      return Array.from({ length: Number(count) }, (_, at) => ({
        unit: `${where} ${mark ?? ''} ${at}`,
        registry,
        isNewName: mark === 'new',
      }));
    }),
  );

it.each<[string, string]>([
  ['crates 5 new', ''],
  ['crates 20 new', '2 h 30 min'],
  ['crates 30', ''],
  ['crates 31', '1 min'],
  ['crates 5 new, crates 30', ''],
  ['pypi 4 new', ''],
  ['pypi 9 new', '2 d'],
  ['crates 8 new, pypi 5 new', '1 d, 30 min'],
  ['own 100 new', ''],
])('%s wait %s', (text, expected) => {
  const { ms, lanes } = going(text);
  expect(lanes.map((lane) => inWords(lane.ms)).join(', ')).toBe(expected);
  expect(ms).toBe(lanes[0]?.ms ?? 0);
});

it('says who says so', () => {
  expect(going('crates 20 new').lanes[0]?.says).toBe(
    'crates.io takes 5 at once, then one every 10 min; 20 are new names: at least 2 h 30 min (https://crates.io/docs/rate-limits, 2026-11-20)',
  );
  expect(going('pypi 5 new').lanes[0]?.says).toContain('PyPI takes 4 within 1 d; 5 are new names: at least 1 d');
});

it('counts the files of a version once', () => {
  const [registry] = Object.values(registries);
  if (registry === undefined) throw new Error('no registry');
  const files = Array.from({ length: 20 }, () => ({ unit: 'a', registry, isNewName: true }));
  expect(estimate(files).ms).toBe(0);
});

it.each(
  knownLimits.flatMap(({ pace, registry, of }) =>
    pace !== undefined && pace.burst < 50 ? [[`${registry} ${of}`, pace] as const] : [],
  ),
)('foretells for %s what keeping the pace takes', (name, pace) => {
  const [registry, isNewName] = [name.startsWith('PyPI') ? 'pypi' : 'crates', name.endsWith('names')];
  const times: number[] = [];
  for (let count = 1; count < 70; count++) {
    times.push(Math.max(0, ...times, paced(times, pace)));
    expect(going(`${registry} ${count}${isNewName ? ' new' : ''}`).ms).toBe(times.at(-1));
  }
});

it('tells how far it is, wave by wave', () => {
  const delivery = (unit: string): Delivery => ({
    id: `${unit}!`,
    unit,
    released: { registry: { protocol: 'crates', url: 'x' }, name: unit, version: '1.0.0' },
    artifact: { unit, name: unit, path: '', size: 0, digests: [] },
  });
  const shipment: Shipment = {
    units: ['a', 'b', 'c'].map((id) => ({ id, deliveries: [delivery(id)] })),
    needs: [
      { from: 'b', to: 'a' },
      { from: 'c', to: 'a' },
    ],
  };
  const next = (told: Partial<Next>): Next => ({
    start: [],
    waits: [],
    isFinished: false,
    deliveries: new Map(),
    units: new Map(),
    ...told,
  });
  const show = ({ wave, waves }: Progress): string =>
    `${wave}: ${waves.map(({ there, of, units }) => `${there}/${of} ${units.map(({ unit, outcome, work, waits }) => `${unit} ${outcome?.is ?? [...work, ...waits.map(({ why }) => why)].join()}`).join(' ')}`).join(' | ')}`;
  const progress = progressOf(shipment);
  expect(
    show(progress(next({ waits: [{ delivery: delivery('b'), why: 'waits' }] }), new Map([['a!', 'upload']]))),
  ).toBe('1: 0/1 a upload | 0/2 b waits c ');
  const published = { is: 'published', because: '' } as const;
  const blocked = { is: 'blocked', by: 'a' } as const;
  expect(show(progress(next({ units: new Map([['a', published]]) }), new Map([['c!', 'ask']])))).toBe(
    '2: 1/1 a published | 0/2 b  c ask',
  );
  const units = new Map<string, Outcome>([
    ['a', published],
    ['b', published],
    ['c', blocked],
  ]);
  expect(show(progress(next({ units }), new Map()))).toBe('2: 1/1 a published | 1/2 b published c blocked');
});
