import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { packed } from '../../packages/local-registries/src/archive/write-tar.ts';
import { root } from '../../tools/root.ts';
import { tempFolder } from '../world/folder.ts';

const bin = join(root, 'packages/local-registries/dist/bin.js');

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly token: string;
}

async function start(folder: string): Promise<Started> {
  const child = spawn(process.execPath, [bin, 'npm', '--keep-in', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  const { registries } = JSON.parse(said) as { registries: { npm: { url: string; token: string } } };
  return { child, ...registries.npm };
}

const file = (version: string): Buffer =>
  packed([
    { path: 'package/package.json', content: JSON.stringify({ name: 'anchor', version, is: version.repeat(5000) }) },
  ]);

/** `true` when it was accepted; what was cut off is neither. */
async function publish({ url, token }: Started, version: string): Promise<boolean> {
  const body = JSON.stringify({
    name: 'anchor',
    'dist-tags': { latest: version },
    versions: { [version]: { name: 'anchor', version } },
    _attachments: { 'a.tgz': { data: file(version).toString('base64') } },
  });
  const sent = fetch(`${url}/anchor`, { method: 'PUT', body, headers: { authorization: `Bearer ${token}` } });
  return sent.then(({ status }) => status === 201).catch(() => false);
}

it('keeps all that it accepted, whole, however often it is killed', async () => {
  const folder = tempFolder();
  const accepted = new Set<string>();
  for (let round = 0; round < 6; round += 1) {
    const started = await start(folder);
    const sent = Array.from({ length: 24 }, async (_, at) => {
      const version = `${round}.0.${at}`;
      if (await publish(started, version)) accepted.add(version);
      // In the middle of the others, another one each time.
      if (at === round * 4) started.child.kill('SIGKILL');
    });
    await Promise.all([...sent, once(started.child, 'exit')]);
  }
  expect(accepted.size).toBeGreaterThan(0);

  const { child, url } = await start(folder);
  const { versions } = (await (await fetch(`${url}/anchor`)).json()) as {
    versions: Record<string, { dist: { tarball: string; integrity: string } }>;
  };
  expect([...accepted].filter((version) => versions[version] === undefined)).toEqual([]);
  for (const { dist } of Object.values(versions)) {
    const bytes = Buffer.from(await (await fetch(dist.tarball)).arrayBuffer());
    expect(`sha512-${createHash('sha512').update(bytes).digest('base64')}`).toBe(dist.integrity);
  }
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.includes('npm') && name.endsWith('.part'),
  );
  expect(left).toEqual([]);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
}, 60_000);
