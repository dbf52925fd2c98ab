import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock.ts';
import { provision, type Recipe } from './store.ts';

let store: string;
beforeEach(() => (store = mkdtempSync(join(tmpdir(), 'convoy-store-'))));
afterEach(() => rmSync(store, { recursive: true, force: true }));

/** A recipe that makes one file, and counts how often it was asked to. */
function recipe(pins: readonly string[] = ['1']) {
  const calls: string[] = [];
  const make = async (folder: string): Promise<string> => {
    calls.push(folder);
    await Promise.resolve();
    writeFileSync(join(folder, 'tool'), pins.join());
    return '';
  };
  return { calls, recipe: { name: 'tool', pins, holds: ['tool'], make } satisfies Recipe };
}

const left = (): number => readdirSync(store).length;

describe('provision', () => {
  it('makes a folder once, however many ask', async () => {
    const { calls, recipe: tool } = recipe();
    const made = await Promise.all([1, 2, 3].map(() => provision(tool, store)));
    expect(calls).toHaveLength(1);
    expect(made).toEqual([1, 2, 3].map(() => ({ folder: calls[0] })));
    expect(left()).toBe(2); // the folder and its stamp
  });

  it('makes another one for other pins', async () => {
    const [one, two] = [recipe(['1']), recipe(['2'])];
    await provision(one.recipe, store);
    await provision(two.recipe, store);
    expect([...one.calls, ...two.calls].map((folder) => readFileSync(join(folder, 'tool'), 'utf8'))).toEqual([
      '1',
      '2',
    ]);
  });

  it('makes it again when somebody deleted a part of it', async () => {
    const { calls, recipe: tool } = recipe();
    await provision(tool, store);
    rmSync(join(calls[0]!, 'tool'));
    await provision(tool, store);
    expect(calls).toHaveLength(2);
    expect(left()).toBe(2);
  });

  it.each([
    ['it says why', () => Promise.resolve('no network'), 'no network'],
    ['it made too little', () => Promise.resolve(''), 'tool was made without tool'],
  ])('leaves nothing behind when %s', async (_, make, why) => {
    expect(await provision({ ...recipe().recipe, make }, store)).toEqual({ why });
    expect(left()).toBe(0);
  });

  it('sweeps what an interrupted attempt left', async () => {
    const { calls, recipe: tool } = recipe();
    await provision(tool, store);
    rmSync(calls[0]!, { recursive: true });
    mkdirSync(calls[0]!);
    await provision(tool, store);
    expect(existsSync(calls[0]!)).toBe(false);
    expect(existsSync(join(calls[1]!, 'tool'))).toBe(true);
  });
});

describe('withLock', () => {
  const quick = { waitMs: 50, pollMs: 5 };
  const held = (pid: number, born: string): string => {
    const file = join(store, 'lock');
    writeFileSync(file, JSON.stringify({ pid, born, token: 'theirs' }));
    return file;
  };
  const birth = readFileSyncOr(`/proc/${process.pid}/stat`).split(') ').at(-1)?.split(' ')[19] ?? '';

  it('lets one act at a time, in this process too', async () => {
    let inside = 0;
    const act = async (): Promise<number> => {
      inside += 1;
      await new Promise(setImmediate);
      return inside--;
    };
    const file = join(store, 'lock');
    expect(await Promise.all([1, 2, 3].map(() => withLock(file, act, { waitMs: 5000, pollMs: 1 })))).toEqual([1, 1, 1]);
    expect(left()).toBe(0);
  });

  it('takes over from an owner that died', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    expect(await withLock(held(pid, ''), () => Promise.resolve('mine'), quick)).toBe('mine');
    expect(left()).toBe(0);
  });

  it('waits for an owner that lives, and not for ever', async () => {
    const file = held(process.pid, birth);
    await expect(withLock(file, () => Promise.resolve(), quick)).rejects.toThrow(/Somebody else has held/);
    expect(readFileSync(file, 'utf8')).toContain('theirs');
  });

  it('opens when the act failed', async () => {
    await expect(withLock(join(store, 'lock'), () => Promise.reject(new Error('no')), quick)).rejects.toThrow('no');
    expect(left()).toBe(0);
  });

  it('is not fooled by a stranger with the same process id', async () => {
    const file = held(process.pid, `${birth}0`);
    expect(await withLock(file, () => Promise.resolve('mine'), quick)).toBe('mine');
  });
});

function readFileSyncOr(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
