import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childBook } from './children.ts';
import { launch, type Landed, type Launch } from './process.ts';
import { diskFiles } from './transaction-files.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nx-convoy-process-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const env = { PATH: process.env.PATH };
const run = (script: string, how: Partial<Launch>): Promise<Landed> =>
  launch(
    ['/bin/sh', '-c', script],
    { cwd: folder, env, input: '', timeoutMs: 60_000, ...how },
    ({ stdout, stderr }) => {
      stdout.resume();
      stderr.resume();
    },
  );
const isThere = (name: string): boolean => existsSync(join(folder, name));

it('nothing of a program runs before it is written down, and all of it then', async () => {
  let wasThere: boolean | undefined;
  const { code } = await run('touch ran; exit 3', {
    note: async () => {
      await new Promise((done) => setImmediate(done));
      wasThere = isThere('ran');
    },
  });
  expect([wasThere, isThere('ran'), code]).toEqual([false, true, 3]);
});

it('nothing of it ever runs where it could not be written down', async () => {
  const landed = await run('touch ran', { note: () => Promise.reject(new Error('the disk is full')) });
  expect(landed).toMatchObject({ code: -1, message: expect.stringContaining('the disk is full') as string });
  expect(isThere('ran')).toBe(false);
});

it('is ended with all that it has started by who was to wait for it', async () => {
  const last = new AbortController();
  const ended = run('(touch ran; sleep 600) & wait', { note: () => Promise.resolve(), end: last.signal });
  while (!isThere('ran')) await new Promise((done) => setImmediate(done));
  last.abort();
  expect(await ended).toEqual({ code: -1 });
});

const owner = { host: 'here', pid: 7, started: '1' };

it('a child is known to whoever comes later, until it has ended', async () => {
  const book = childBook(folder, diskFiles);
  let known: readonly boolean[] = [];
  await run('true', {
    note: async (pid) => {
      await book.page(owner).write(pid);
      known = [book.anyAlive(owner), book.anyAlive({ ...owner, started: '2' })];
    },
  });
  expect(known).toEqual([true, false]);
  expect(book.anyAlive(owner)).toBe(false);
  expect(await diskFiles.list(folder)).toHaveLength(1);
  await book.sweep();
  expect(await diskFiles.list(folder)).toEqual([]);
});
