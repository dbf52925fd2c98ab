import fc from 'fast-check';
import type { Delivery } from '../model/delivery.ts';
import type { Shipment } from '../model/shipment.ts';
import { readJournal, writeEvent } from './journal.ts';
import type { Policy } from './policy.ts';
import { calm, copyOf, killed, sail, uploadFaults, type Sea, type Weather } from './sea.ts';

const policy: Policy = {
  retry: 'resume',
  attempts: 4,
  putOffs: 20,
  silences: 3,
  backOff: { firstMs: 20, mostMs: 100 },
  poll: { firstMs: 10, mostMs: 500 },
  settleMs: 1000,
  patienceMs: 4000,
  freshMs: 500,
  ownerMs: 10_000,
};

/** Up to five units; each needs some of those before it, and has one or two files at one of two registries. */
const shipment: fc.Arbitrary<Shipment> = fc
  .array(fc.record({ needs: fc.subarray([0, 1, 2, 3]), files: fc.integer({ min: 1, max: 2 }), at: fc.nat(1) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((units) => ({
    units: units.map(({ files, at }, n) => ({
      id: `u${n}`,
      deliveries: Array.from({ length: files }, (_, file) => delivery(`u${n}`, file, at)),
    })),
    needs: units.flatMap(({ needs }, n) => needs.filter((to) => to < n).map((to) => ({ from: `u${n}`, to: `u${to}` }))),
  }));

const delivery = (unit: string, file: number, at: number): Delivery => ({
  id: `${unit}/${file}`,
  unit,
  released: { registry: { protocol: 'pypi', url: `https://r${at}.example` }, name: unit, version: '1.0.0' },
  artifact: { unit, name: `${unit}-${file}.whl`, path: '', size: 1, digests: [`sha256:${unit}${file}`] },
});

const weather: fc.Arbitrary<Weather> = shipment.chain((one) =>
  fc.record({
    shipment: fc.constant(one),
    limits: fc.record({ uploads: fc.integer({ min: 1, max: 3 }), asks: fc.integer({ min: 1, max: 4 }) }),
    policy: fc.constant(policy),
    uploads: fc.array(fc.constantFrom(...uploadFaults), { maxLength: 8 }),
    silences: fc.array(fc.boolean(), { maxLength: 6 }),
    refused: fc
      .subarray(one.units.flatMap(({ deliveries }) => deliveries.map(({ id }) => id)))
      .chain((ids) => fc.boolean().map((isAny) => new Set(isAny ? ids.slice(0, 1) : []))),
    lagMs: fc.constantFrom(0, 30, 300),
    isTold: fc.boolean(),
  }),
);

/** What is left of a journal after a kill, and half a line. */
function reread(sea: Sea): Sea {
  const text = sea.events.map(writeEvent).join('');
  const journal = readJournal(`${text}\n{"at":${sea.now},"kind":"uplo`, 'j', 'p');
  if (!journal.ok) throw new Error(journal.problems[0]?.what);
  return { ...copyOf(sea), events: [...journal.value.events] };
}

const fair = ({ shipment, limits, refused, lagMs, isTold }: Weather): Weather => ({
  shipment,
  limits,
  policy,
  refused,
  lagMs,
  isTold,
  uploads: [],
  silences: [],
});

/** Every unit is out exactly once, or is what its registry refuses, or needs such a one. Expectations are costly where there are thousands. */
function arrived(sea: Sea, run: string, given: Weather): readonly string[] {
  const { shipment: ship, refused } = given;
  const end = sail(sea, run, given, false);
  const last = end.behind.at(-1);
  const lacking = new Set<string>();
  const wrong: string[] = last?.clashes === 0 ? [] : ['something arrived twice'];
  for (const { id, deliveries } of ship.units) {
    const isBlocked = ship.needs.some(({ from, to }) => from === id && lacking.has(to));
    if (isBlocked || deliveries.some((one) => refused.has(one.id))) lacking.add(id);
    for (const one of deliveries) {
      const was = end.deliveries.get(one.id)?.is ?? 'forgotten';
      const isThere = last?.accepted.has(one.id) === true;
      const expected = isThere ? 'published' : isBlocked ? 'blocked' : 'failed';
      if (was !== expected) wrong.push(`${one.id} is ${was}, not ${expected}`);
      if (!isThere && !isBlocked && !refused.has(one.id)) wrong.push(`${one.id} is missing`);
    }
    if (!end.units.has(id)) wrong.push(`${id} is forgotten`);
  }
  return wrong;
}

it('ends with everything out once, whatever goes wrong, over every prefix of its journal, with children dead or alive', () => {
  let voyages = 0;
  fc.assert(
    fc.property(weather, (given) => {
      const { before, behind } = sail(calm(), 'r1', given);
      for (const [at, sea] of [...behind, ...before.slice(1)].entries()) {
        for (const children of ['live', 'die'] as const) {
          voyages += 1;
          const wrong = arrived(killed(sea, children), `r2-${at}`, fair(given));
          if (wrong.length > 0) throw new Error(wrong.join('; '));
        }
      }
    }),
    { numRuns: 8 },
  );
  expect(voyages).toBeGreaterThan(100);
});

it('bears a kill in the run that resumes, with more faults on the way', () => {
  fc.assert(
    fc.property(weather, weather, fc.nat(), fc.nat(), (first, second, a, b) => {
      const one = sail(calm(), 'r1', first);
      const cut = killed(one.behind[a % one.behind.length] ?? calm(), a % 2 === 0 ? 'live' : 'die');
      const again: Weather = { ...second, shipment: first.shipment, refused: first.refused, lagMs: first.lagMs };
      const two = sail(reread(cut), 'r2', again);
      const cutAgain = killed(two.behind[b % two.behind.length] ?? cut, b % 2 === 0 ? 'live' : 'die');
      expect(arrived(reread(cutAgain), 'r3', fair(first))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

it('goes by its rules when the journal is lost: registries tell what is out', () => {
  fc.assert(
    fc.property(weather, fc.nat(), (given, at) => {
      const { behind } = sail(calm(), 'r1', given);
      const sea = killed(behind[at % behind.length] ?? calm(), 'die');
      // Nobody remembers what is on its way: as long as the registry needs for it, nothing can be said.
      const later = { ...sea, events: [], now: sea.now + policy.settleMs * 2 };
      for (const child of later.children)
        if (child.arrives !== undefined) later.accepted.set(child.of, child.arrives + given.lagMs);
      const { deliveries, behind: end } = sail({ ...later, children: [] }, 'r2', fair(given));
      for (const [id, { is }] of deliveries) {
        const expected = later.accepted.has(id) ? 'skipped' : given.refused.has(id) ? 'failed' : 'published';
        if (is !== 'blocked') expect([id, is]).toEqual([id, expected]);
      }
      expect(end.at(-1)?.clashes).toBe(0);
    }),
    { numRuns: 100 },
  );
});

it('does the same in the same weather, and asks once for what is out', () => {
  fc.assert(
    fc.property(weather, (given) => {
      const one = sail(calm(), 'r1', given);
      const two = sail(calm(), 'r1', given);
      expect(two.behind.at(-1)?.events).toEqual(one.behind.at(-1)?.events);
      const done = one.behind.at(-1) ?? calm();
      const again = sail({ ...done, now: done.now + 10_000 }, 'r2', { ...fair(given), isTold: true });
      const fresh = again.behind.at(-1)?.events.slice(done.events.length) ?? [];
      for (const [id] of done.accepted)
        expect(fresh.filter((event) => 'of' in event && event.of === id).map(({ kind }) => kind)).toEqual(['asked']);
    }),
    { numRuns: 100 },
  );
});
