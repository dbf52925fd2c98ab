import type { World } from '../../model/world.ts';
import { seenAt, until } from './seen.ts';

/** A clock whose pauses take no time, and are remembered. */
function clockwork() {
  let now = 0;
  const pauses: number[] = [];
  const clock = {
    now: () => now,
    elapsed: () => now,
    pause: (ms: number) => {
      pauses.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  return { clock, pauses };
}

it('looks again with longer and longer pauses, and once more at the very end', async () => {
  const { clock, pauses } = clockwork();
  let looks = 0;
  const seen = await until(
    () => Promise.resolve((looks += 1)),
    () => false,
    { until: 120_000, firstMs: 1000 },
    { clock },
  );
  expect(seen).toBe(looks);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(120_000);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000);
  expect(looks).toBe(pauses.length + 1);
});

it('looks once where there is no time', async () => {
  const { clock, pauses } = clockwork();
  await until(
    () => Promise.resolve(0),
    () => false,
    { until: 0, firstMs: 1000 },
    { clock },
  );
  expect(pauses).toEqual([]);
});

it('does not wait for a registry that tells strangers nothing', async () => {
  const { clock, pauses } = clockwork();
  const fetch = () => Promise.resolve({ is: 'answer', status: 401, headers: {}, text: '', isCut: false } as const);
  const registry = { protocol: 'npm', url: 'https://npm.example.com' } as const;
  const world = { clock, fetch } as unknown as World;
  const seen = await seenAt({ registry, name: 'x', version: '1.0.0' }, { until: 60_000, firstMs: 1000 }, world);
  expect([seen.is, pauses]).toEqual(['unknown', []]);
});
