import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { blobs, sweep } from './blobs.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'blobs-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
const from = (...chunks: readonly string[]): Readable => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

it('keeps bytes under their digest', async () => {
  const store = blobs(folder, false);
  expect(await store.take(from('ab', 'c'))).toEqual({ sha256: hex('abc'), size: 3 });
  expect((await store.bytes(hex('abc')))?.toString()).toBe('abc');
  expect(await store.size(hex('abc'))).toBe(3);
});

it('takes several pieces, and tells digests on the way', async () => {
  const draft = await blobs(folder, true).begin(['sha512']);
  await draft.append(from('a'));
  expect(draft.digest().toString('hex')).toBe(hex('a'));
  await draft.append(from('b'));
  expect([draft.size, draft.digest('sha512').length]).toEqual([2, 64]);
  expect(await draft.keep()).toEqual({ sha256: hex('ab'), size: 2 });
});

it('streams a range', async () => {
  const store = blobs(folder, false);
  const { sha256 } = await store.take(from('0123456789'));
  const chunks = await (await store.stream(sha256, { start: 2, end: 4 }))?.toArray();
  expect(Buffer.concat(chunks as Buffer[]).toString()).toBe('234');
});

it.each(['../../etc/passwd', '', hex('a').toUpperCase(), `${hex('a')}/..`])('has nothing called "%s"', async (name) => {
  const store = blobs(folder, false);
  expect([store.has(name), await store.stream(name), await store.bytes(name)]).toEqual([false, undefined, undefined]);
});

describe.each(['nobody', 'somebody who stops in the middle', 'somebody who reads it whole'])('given to %s', (who) => {
  it('a blob is closed again', async () => {
    const store = blobs(folder, false);
    const { sha256 } = await store.take(Readable.from([Buffer.alloc(4 * 1024 * 1024, 7)]));
    const stream = (await store.stream(sha256)) ?? Readable.from([]);
    if (who === 'somebody who reads it whole') await stream.toArray();
    else if (who !== 'nobody') for await (const chunk of stream) if (chunk !== undefined) break;
    for (let turn = 0; turn < 1000 && openFiles().length > 0; turn += 1) await new Promise(setImmediate);
    expect(openFiles()).toEqual([]);
  });
});

/** Of this process, in the folder: where the system tells. */
function openFiles(): readonly string[] {
  const own = '/proc/self/fd';
  if (!existsSync(own)) return [];
  const targets = readdirSync(own).map((name) => {
    try {
      return readlinkSync(join(own, name));
    } catch {
      return '';
    }
  });
  return targets.filter((target) => target.startsWith(folder));
}

it('leaves nothing of a stream that fails, nor of a process that was killed', async () => {
  const store = blobs(folder, false);
  const failing = Readable.from(
    (function* () {
      yield Buffer.from('half');
      throw new Error('cut');
    })(),
  );
  await expect(store.take(failing)).rejects.toThrow('cut');
  expect(readdirSync(folder)).toEqual([]);
  await store.begin();
  expect(readdirSync(folder)).toHaveLength(1);
  await sweep(folder);
  expect(readdirSync(folder)).toEqual([]);
});

it('follows no link', async () => {
  symlinkSync('/etc/hostname', join(folder, hex('a')));
  await expect(blobs(folder, false).bytes(hex('a'))).rejects.toThrow();
});
