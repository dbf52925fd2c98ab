import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Rewritten } from '../model/hands.ts';
import { begin, resume, type Ground } from './transaction.ts';
import { diskFiles, type FileOperations } from './transaction-files.ts';
import { lock } from './transaction-lock.ts';

/** In memory where there is such a place: thousands of files are written to the disk and waited for. */
const place = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'nx-convoy-transaction-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const changes: readonly Rewritten[] = [
  { file: 'a', before: 'old a', after: 'new a' },
  { file: 'link', before: 'old b', after: 'new b' },
  { file: 'made/deep/c', after: 'new c' },
  { file: 'gone', before: 'old d' },
];

function ground(files: FileOperations = quick): Ground {
  rmSync(place, { recursive: true, force: true });
  for (const [path, text] of Object.entries({ a: 'old a', 'sub/b': 'old b', gone: 'old d', other: 'kept' })) {
    mkdirSync(dirname(join(place, 'root', path)), { recursive: true });
    writeFileSync(join(place, 'root', path), text);
  }
  chmodSync(join(place, 'root/gone'), 0o640);
  symlinkSync('sub/b', join(place, 'root/link'));
  return { root: join(place, 'root'), store: join(place, 'store'), files };
}

const state = (): readonly string[] =>
  readdirSync(join(place, 'root'), { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const stats = lstatSync(join(place, 'root', path));
      const text = stats.isFile() ? readFileSync(join(place, 'root', path), 'utf8') : '';
      return `${path} ${stats.mode.toString(8)} ${text}`;
    });

/** Names that are on the disk are not the question here: only what a killed process has done and has not. */
const quick: FileOperations = { ...diskFiles, settle: () => Promise.resolve() };

/** Dies at one operation: neither that one nor any after it happens. */
function mortal(at: number): { readonly files: FileOperations; readonly count: () => number } {
  let count = 0;
  const step = <T>(act: () => Promise<T>): Promise<T> => (++count >= at ? Promise.reject(new Error('dead')) : act());
  const files: FileOperations = {
    ...quick,
    create: (path, text, manner) => step(() => quick.create(path, text, manner)),
    link: (path, name) => step(() => quick.link(path, name)),
    rename: (from, to) => step(() => quick.rename(from, to)),
    remove: (path) => step(() => quick.remove(path)),
    removeAll: (path) => step(() => quick.removeAll(path)),
    makeFolder: (path) => step(() => quick.makeFolder(path)),
    removeFolder: (path) => step(() => quick.removeFolder(path)),
    settle: (path) => step(() => quick.settle(path)),
  };
  return { files, count: () => count };
}

const namesIn = (folder: string): readonly string[] =>
  existsSync(join(place, folder)) ? readdirSync(join(place, folder)) : [];

/** The lock of a process that is dead is taken over; here the process lives on, so the lock is given up in its name. */
const bury = (): void => {
  for (const name of namesIn('store')) if (name.startsWith('apply.lock')) rmSync(join(place, 'store', name));
};

async function forward(at: number): Promise<number> {
  const { files, count } = mortal(at);
  const begun = await begin(ground(files), 'name', changes, 'memo').catch(() => undefined);
  if (begun?.ok === true) {
    const moved = await begun.value.forward('nothing has run');
    if (moved.ok) await begun.value.keep().catch(() => undefined);
    await begun.value.leave().catch(() => undefined);
  }
  bury();
  return count();
}

async function recover(way: 'forward' | 'back', files: FileOperations): Promise<boolean> {
  const found = await resume({ root: join(place, 'root'), store: join(place, 'store'), files }, 'open').catch(
    () => undefined,
  );
  if (found?.ok !== true || found.value === undefined) return false;
  const moved = await found.value[way]();
  if (moved.ok) await (way === 'forward' ? found.value.keep() : found.value.forget()).catch(() => undefined);
  await found.value.leave().catch(() => undefined);
  return true;
}

it.each(['forward', 'back'] as const)(
  'killed at any operation, and again on the way %s, it ends whole',
  async (way) => {
    ground();
    const old = state();
    const whole = await forward(Infinity);
    const fresh = state();
    expect(fresh).not.toEqual(old);
    expect(fresh.filter((line) => line.startsWith('link 12'))).toHaveLength(1);
    const seen = { old: 0, fresh: 0, twice: 0 };
    for (let first = 1; first <= whole; first += 1) {
      for (let second = 1; ; second += 2) {
        await forward(first);
        const { files, count } = mortal(second);
        await recover(way, files);
        bury();
        const again = await recover(way, quick);
        if (again) seen.twice += 1;
        const now = state();
        const isOld = JSON.stringify(now) === JSON.stringify(old);
        if (!isOld) expect(now).toEqual(fresh);
        if (again) expect(isOld).toBe(way === 'back');
        seen[isOld ? 'old' : 'fresh'] += 1;
        if (count() < second) break;
      }
    }
    expect(seen.twice).toBeGreaterThan(100);
    expect(namesIn('store').filter((name) => /^apply-/.test(name))).toEqual([]);
  },
  60_000,
);

it('what somebody else wrote meanwhile is not overwritten', async () => {
  const begun = await begin(ground(), 'name', changes, 'memo');
  if (!begun.ok) throw new Error('it does not begin');
  await begun.value.forward();
  writeFileSync(join(place, 'root/a'), 'mine');
  expect(await begun.value.back()).toMatchObject({
    ok: false,
    problems: [{ code: 'FILE_CHANGED', where: { file: 'a' } }],
  });
  expect(readFileSync(join(place, 'root/sub/b'), 'utf8')).toBe('new b');
  expect(await begun.value.back('whatever stands there')).toMatchObject({ ok: true });
  expect(readFileSync(join(place, 'root/a'), 'utf8')).toBe('old a');
  await begun.value.leave();
});

it.each<[string, () => void, string]>([
  ['another text', () => writeFileSync(join(place, 'root/a'), 'mine'), 'FILE_CHANGED'],
  ['no write permission', () => chmodSync(join(place, 'root/a'), 0o444), 'FILE_READ_ONLY'],
  [
    'a link that leaves',
    () => {
      writeFileSync(join(place, 'outside'), 'old a');
      rmSync(join(place, 'root/a'));
      symlinkSync('../outside', join(place, 'root/a'));
    },
    'FILE_OUTSIDE',
  ],
])('does not begin with %s', async (_, change, code) => {
  const where = ground();
  change();
  const before = state();
  const begun = await begin(where, 'name', changes, 'memo');
  if (begun.ok) await begun.value.leave();
  expect(begun.ok ? [] : begun.problems.map((problem) => problem.code)).toEqual([code]);
  expect(state()).toEqual(before);
});

it("what a run that died long ago left beside a file is in nobody's way", async () => {
  const where = ground();
  writeFileSync(join(place, 'root/.a.name.convoy'), 'half of someth');
  const begun = await begin(where, 'name', changes, 'memo');
  if (!begun.ok) throw new Error('it does not begin');
  expect(await begun.value.forward('nothing has run')).toMatchObject({ ok: true });
  await begun.value.leave();
  expect(state().filter((line) => line.startsWith('.'))).toEqual([]);
  expect(readFileSync(join(place, 'root/a'), 'utf8')).toBe('new a');
});

it('two names of one file become one text, or none', async () => {
  const where = ground();
  symlinkSync('sub/b', join(place, 'root/second'));
  const both = (one: string, other: string): readonly Rewritten[] => [
    { file: 'link', before: 'old b', after: one },
    { file: 'second', before: 'old b', after: other },
  ];
  expect(await begin(where, 'name', both('x', 'y'), '')).toMatchObject({
    ok: false,
    problems: [{ code: 'FILE_TWICE' }],
  });
  const begun = await begin(where, 'name', both('x', 'x'), '');
  if (!begun.ok) throw new Error('it does not begin');
  expect(begun.value.files).toMatchObject([{ file: 'sub/b', after: 'x' }]);
  await begun.value.leave();
});

describe('the lock', () => {
  const path = join(place, 'lock');
  const owner = (pid: number, more: object = {}): string =>
    JSON.stringify({ pid, host: hostname(), token: 't', ...more });
  beforeEach(() => mkdirSync(place, { recursive: true }));
  afterEach(() => rmSync(path, { force: true }));

  async function deadPid(): Promise<number> {
    const child = spawn(process.execPath, ['--eval', '']);
    await once(child, 'close');
    return child.pid ?? 0;
  }

  it('is one process at a time', async () => {
    const mine = await lock(path, diskFiles);
    expect(mine.is).toBe('mine');
    expect(await lock(path, diskFiles)).toMatchObject({ is: 'taken', by: { pid: process.pid } });
    if (mine.is === 'mine') await mine.free();
    expect((await lock(path, diskFiles)).is).toBe('mine');
    expect(readdirSync(place).filter((name) => name.startsWith('lock.'))).toEqual([]);
  });

  it.each<[string, () => Promise<string>, 'mine' | 'taken']>([
    ['a dead process', async () => owner(await deadPid()), 'mine'],
    [
      'another process that was given the same number',
      () => Promise.resolve(owner(process.pid, { began: '1' })),
      'mine',
    ],
    ['a living process', () => Promise.resolve(owner(process.ppid)), 'taken'],
    ['a process of another machine', () => Promise.resolve(owner(1, { host: 'elsewhere' })), 'taken'],
  ])('of %s', async (_, text, is) => {
    writeFileSync(path, await text());
    expect((await lock(path, diskFiles)).is).toBe(is);
    expect(readdirSync(place).filter((name) => name.startsWith('lock.'))).toEqual([]);
  });

  it('is not taken over by one who saw the dead owner and comes late', async () => {
    writeFileSync(path, owner(await deadPid()));
    let saw = (): void => undefined;
    const seen = new Promise<void>((resolve) => (saw = resolve));
    const winner = seen.then(() => lock(path, diskFiles));
    let isFirst = true;
    const late: FileOperations = {
      ...diskFiles,
      async read(file) {
        const text = await diskFiles.read(file);
        if (file !== path || !isFirst) return text;
        isFirst = false;
        saw();
        await winner;
        return text;
      },
    };
    expect((await lock(path, late)).is).toBe('taken');
    expect((await winner).is).toBe('mine');
  });

  it('of a dead process is taken over by one of many, also where one died while it took it over', async () => {
    const pid = await deadPid();
    writeFileSync(path, owner(pid));
    writeFileSync(`${path}.after-t`, owner(pid, { token: 'u' }));
    const all = await Promise.all(Array.from({ length: 8 }, () => lock(path, diskFiles)));
    expect(all.filter(({ is }) => is === 'mine')).toHaveLength(1);
    expect(readdirSync(place).filter((name) => name.startsWith('lock.'))).toEqual([]);
  });
});
