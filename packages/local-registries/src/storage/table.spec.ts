import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { table, type Place } from './table.ts';
import { latest } from './view.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'table-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const time = { now: 0 };
const clock = { now: () => time.now, wait: () => Promise.resolve() };
const memory: Place = { clock, remembers: () => true };

it('loses no write of parallel writers', async () => {
  const one = await table<number>(memory);
  const slowly = async (before = 0): Promise<number> => {
    await new Promise((next) => setImmediate(next));
    return before + 1;
  };
  await Promise.all(Array.from({ length: 200 }, (_, at) => one.update(`k${at % 2}`, slowly)));
  expect([one.get('k0'), one.get('k1')]).toEqual([100, 100]);
});

it('changes nothing where the change throws, and goes on', async () => {
  const one = await table<number>(memory);
  await one.update('k', () => 1);
  await expect(one.update('k', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await one.update('k', (before = 0) => before + 1)).toBe(2);
});

it('shows the past: what was written after a moment, only when it is old enough', async () => {
  const one = await table<string>(memory);
  time.now = 10;
  await one.update('k', () => 'old');
  time.now = 20;
  await one.update('k', () => 'new');
  await one.update('fresh', () => 'new');
  const seen = (now: number, lagMs: number): readonly unknown[] => {
    time.now = now;
    return ['k', 'fresh'].map((key) => one.seen(key, { since: 15, lagMs }));
  };
  expect(seen(24, 5)).toEqual(['old', undefined]);
  expect(seen(25, 5)).toEqual(['new', 'new']);
  expect(seen(9999, Infinity)).toEqual(['old', undefined]);
  expect(one.seen('fresh', latest)).toBe('new');
});

it('is there again after a restart, whatever the keys are', async () => {
  const keys = ['a', '../../etc/passwd', '@scope/name', 'A', 'ü/\u0000'];
  const before = await table<string>({ ...memory, folder });
  for (const key of keys) await before.update(key, () => `value of ${key}`);
  await before.update('gone', () => 'x');
  await before.update('gone', () => undefined);
  const after = await table<string>({ ...memory, folder });
  expect([...after.keys()].sort()).toEqual([...keys].sort());
  expect(keys.map((key) => after.get(key))).toEqual(keys.map((key) => `value of ${key}`));
  expect(readdirSync(folder).every((name) => /^[0-9a-f]{64}\.json$/.test(name))).toBe(true);
});

it('removes what was never finished, and follows no link', async () => {
  writeFileSync(join(folder, 'x.json.0.part'), '{"key":"half');
  expect((await table({ ...memory, folder })).keys()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
  symlinkSync('/etc/hostname', join(folder, `${'0'.repeat(64)}.json`));
  await expect(table({ ...memory, folder })).rejects.toThrow();
});
