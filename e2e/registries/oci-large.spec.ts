import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { root } from '../../tools/root.ts';
import { describeWhere } from '../../tools/toolchains/require.ts';

/** A layer of 1 GB takes some seconds; in everyday's run a tenth of it must do. */
const mebibytes = process.env.CONVOY_ALL === undefined ? 100 : 1024;
const mebibyte = Buffer.alloc(1 << 20, 7);

function* layer(): Generator<Buffer> {
  for (let count = 0; count < mebibytes; count += 1) yield mebibyte;
}

function digestOf(bytes: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const chunk of bytes) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}

async function start(): Promise<{ readonly child: ChildProcess; readonly url: string; readonly token: string }> {
  const bin = join(root, 'packages/local-registries/dist/bin.js');
  const child = spawn(process.execPath, [bin, 'oci'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  const { registries } = JSON.parse(said) as { registries: { oci: { url: string; token: string } } };
  return { child, ...registries.oci };
}

/** The most that a process had in memory so far, in MB. */
const peakOf = (pid: number | undefined): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1]) / 1024;

describeWhere(process.platform === 'linux', 'only Linux tells how much memory a process had', () => {
  it(`takes and gives a layer of ${mebibytes} MB in less than 150 MB of memory`, async () => {
    const { child, url, token } = await start();
    try {
      const headers = { authorization: `Bearer ${token}` };
      const begun = await fetch(`${url}/v2/big/blobs/uploads/`, { method: 'POST', headers });
      const at = `${url}${begun.headers.get('location') ?? ''}`;
      const digest = digestOf(layer());
      const body = Readable.toWeb(Readable.from(layer())) as ReadableStream<Uint8Array>;
      const put = await fetch(`${at}?digest=${digest}`, {
        method: 'PUT',
        headers,
        body,
        duplex: 'half',
      });
      expect(put.status).toBe(201);
      const hash = createHash('sha256');
      const { body: served } = await fetch(`${url}/v2/big/blobs/${digest}`, { headers });
      for await (const chunk of served ?? []) hash.update(chunk as Uint8Array);
      expect(`sha256:${hash.digest('hex')}`).toBe(digest);
      expect(peakOf(child.pid)).toBeLessThan(150);
    } finally {
      child.kill();
    }
  }, 120_000);
});
