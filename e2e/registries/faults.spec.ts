import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startRegistries, type Fault, type Registries } from '../../packages/local-registries/src/index.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';
import { command, type Ran } from './commands.ts';

/** Every fault, met by a real client: what it makes of it, that nothing is half there, and that trying again completes the work. */
let registries: Registries<'crates' | 'npm' | 'oci' | 'charts'>;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  const home = tempFolder();
  registries = await startRegistries({ registries: ['crates', 'npm', 'oci', 'charts'], isPrivate: true });
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const npm = {
    npm_config_update_notifier: 'false',
    npm_config_cache: join(home, 'cache'),
    npm_config_fetch_retries: '0',
  };
  const cargo = { CARGO_TARGET_DIR: join(home, 'target'), CARGO_NET_RETRY: '0', CARGO_TERM_COLOR: 'never' };
  env = { ...Object.fromEntries(inherited), ...npm, ...cargo, HOME: home, ...(await registries.setUp(home)).env };
});
afterAll(() => registries.close());
afterEach(() => registries.clearFaults());

type Row = readonly [fault: Fault, code: number, says: RegExp];
const named = (rows: readonly Row[]) =>
  rows.map(([fault, code, says]) => [`${JSON.stringify(fault)}: ${code}, ${says.source}`, fault, code, says] as const);
let count = 0;
const fresh = (): string => `rope-${(count += 1)}`;

interface Work {
  /** What has to be there before anything goes wrong. */
  readonly prepare?: (name: string) => Promise<void>;
  /** Asks the client for one thing. */
  readonly act: (name: string) => Promise<Ran>;
  /** Whether that thing is there, whole; throws where it is there in part. */
  readonly isDone: (name: string) => boolean | Promise<boolean>;
  /** What a second try may say that finds the first one done. */
  readonly already: RegExp;
}

function meets(registry: 'crates' | 'npm' | 'oci' | 'charts', work: Work, rows: readonly Row[]): void {
  it.each(named(rows))(
    `${registry} %s`,
    async (_, fault, code, says) => {
      const name = fresh();
      await work.prepare?.(name);
      registries.fault({ registry, ...fault });
      const met = await work.act(name);
      expect({ ...met, said: met.said.replaceAll(/\u001b\[\d+m/g, '') }).toMatchObject({
        code,
        said: expect.stringMatching(says),
      });
      expect(registries.requests(registry).some((one) => one.fault === fault.does)).toBe(true);
      registries.clearFaults();
      const before = await work.isDone(name);
      const again = await work.act(name);
      if (!again.ok) expect([before, again.said]).toEqual([true, expect.stringMatching(work.already)]);
      expect(await work.isDone(name)).toBe(true);
    },
    30_000,
  );
}

const get = (registry: 'crates' | 'npm' | 'oci', path: string, accept = '*/*'): Promise<Response> => {
  const { url, token } = registries[registry];
  const authorization =
    registry === 'oci' ? `Basic ${Buffer.from(`x:${token}`).toString('base64')}` : `Bearer ${token}`;
  return fetch(`${url}${path}`, { headers: { authorization, accept } });
};
const digest = async (answer: Response, algorithm: string, encoding: 'hex' | 'base64'): Promise<string> =>
  createHash(algorithm)
    .update(Buffer.from(await answer.arrayBuffer()))
    .digest(encoding);

describeWith('cargo', (cargo) => {
  const { run } = command([cargo.path], () => callable([cargo], env));
  const act = (name: string) =>
    run(
      write(tempFolder(), {
        'Cargo.toml': `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\n`,
        'src/lib.rs': '',
      }),
      ...['publish', '--registry', 'local', '--allow-dirty', '--no-verify'],
    );
  const isDone = async (name: string): Promise<boolean> => {
    const entry = await get('crates', `/index/ro/pe/${name}`);
    if (entry.status === 404) return false;
    const { cksum } = (await entry.json()) as { readonly cksum: string };
    expect(await digest(await get('crates', `/api/v1/crates/${name}/1.0.0/download`), 'sha256', 'hex')).toBe(cksum);
    return true;
  };
  meets('crates', { act, isDone, already: /already (exists|uploaded)/ }, [
    [{ does: 'refuse', status: 429, on: 'publish' }, 101, /429/],
    [{ does: 'refuse', status: 429, retryAfter: 1, on: 'publish' }, 101, /429/],
    [{ does: 'refuse', status: 500, on: 'publish' }, 101, /500/],
    [{ does: 'lose-reply' }, 101, /502/],
    [{ does: 'reset', when: 'before', on: 'publish' }, 101, /reset|failed/i],
    [{ does: 'reset', when: 'during', on: 'publish' }, 101, /reset|failed/i],
    [{ does: 'reset', when: 'after', on: 'publish' }, 101, /reset|failed/i],
    [{ does: 'slow', bytesPerSecond: 2000 }, 0, /Published/],
    [{ does: 'lag', ms: 700 }, 0, /Published/],
    [{ does: 'expire-token' }, 101, /40[13]/],
    [{ does: 'read-only' }, 101, /read-only/],
  ]);
});

describeWith('npm', (npm) => {
  const { run } = command([npm.path], () => callable([npm], env));
  const act = (name: string) =>
    run(write(tempFolder(), { 'package.json': JSON.stringify({ name, version: '1.0.0' }) }), 'publish');
  const isDone = async (name: string): Promise<boolean> => {
    const found = await get('npm', `/${name}/1.0.0`);
    if (found.status === 404) return false;
    const { dist } = (await found.json()) as { readonly dist: { readonly integrity: string } };
    const is = await digest(await get('npm', `/${name}/-/${name}-1.0.0.tgz`), 'sha512', 'base64');
    expect(`sha512-${is}`).toBe(dist.integrity);
    return true;
  };
  meets('npm', { act, isDone, already: /cannot publish over/ }, [
    [{ does: 'refuse', status: 429, retryAfter: 1, on: 'publish' }, 1, /E429/],
    [{ does: 'refuse', status: 500, on: 'publish' }, 1, /E500/],
    [{ does: 'lose-reply' }, 1, /E502/],
    [{ does: 'reset', when: 'before', on: 'publish' }, 1, /ECONNRESET/],
    [{ does: 'reset', when: 'during', on: 'publish' }, 1, /ECONNRESET|EPIPE/],
    [{ does: 'reset', when: 'after', on: 'publish' }, 1, /ECONNRESET/],
    [{ does: 'stale' }, 0, /\+ rope/],
    [{ does: 'expire-token' }, 1, /E401/],
    [{ does: 'read-only' }, 1, /E503/],
  ]);
});

describeWith('helm', (helm) => {
  const { run, done } = command([helm.path], () => callable([helm], env));
  const packaged = async (name: string): Promise<string> => {
    const folder = write(tempFolder(), { 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n` });
    await done(folder, 'package', '.', '--destination', folder);
    return join(folder, `${name}-1.0.0.tgz`);
  };

  const push = async (name: string) => {
    const { host } = new URL(registries.oci.url);
    return run(tempFolder(), 'push', '--plain-http', await packaged(name), `oci://${host}/charts`);
  };
  const isPushed = async (name: string): Promise<boolean> => {
    const found = await get('oci', `/v2/charts/${name}/manifests/1.0.0`, 'application/vnd.oci.image.manifest.v1+json');
    if (found.status === 404) return false;
    const { layers } = (await found.json()) as { readonly layers: readonly { readonly digest: string }[] };
    for (const layer of layers) {
      const is = await digest(await get('oci', `/v2/charts/${name}/blobs/${layer.digest}`), 'sha256', 'hex');
      expect(`sha256:${is}`).toBe(layer.digest);
    }
    return true;
  };
  // What may pass by itself helm tries again by itself.
  meets('oci', { act: push, isDone: isPushed, already: /^$/ }, [
    [{ does: 'refuse', status: 429, on: 'publish' }, 0, /Pushed/],
    [{ does: 'refuse', status: 500, on: 'publish' }, 0, /Pushed/],
    [{ does: 'lose-reply' }, 0, /Pushed/],
    [{ does: 'reset', when: 'before', on: 'publish' }, 1, /reset/],
    [{ does: 'reset', when: 'during', method: 'PUT' }, 1, /reset|broken pipe/],
    [{ does: 'reset', when: 'after', on: 'publish' }, 1, /reset/],
    [{ does: 'expire-token' }, 1, /401|unauthorized/i],
  ]);

  // The repositories that are set up have an index in a cache; this is about one that is asked.
  const direct = command([helm.path], () => ({
    ...callable([helm], env),
    HELM_REPOSITORY_CONFIG: join(tempFolder(), 'none'),
  }));
  const archives = new Map<string, Buffer>();
  const pulled = new Map<string, string>();
  const upload = async (name: string): Promise<void> => {
    const archive = readFileSync(await packaged(name));
    archives.set(name, archive);
    const { url, token } = registries.charts;
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${url}/api/charts`, { method: 'POST', body: archive, headers })).status).toBe(201);
  };
  const pull = (name: string) => {
    const { url, token } = registries.charts;
    const place = tempFolder();
    pulled.set(name, join(place, `${name}-1.0.0.tgz`));
    const who = ['--username', 'x', '--password', token];
    return direct.run(place, 'pull', name, '--repo', url, ...who, '--version', '1.0.0');
  };
  const isPulled = (name: string): boolean => {
    const [file, archive] = [pulled.get(name) ?? '', archives.get(name)];
    return archive !== undefined && existsSync(file) && readFileSync(file).equals(archive);
  };
  meets('charts', { prepare: upload, act: pull, isDone: isPulled, already: /^$/ }, [
    [{ does: 'refuse', status: 429, on: 'download' }, 1, /429/],
    [{ does: 'refuse', status: 500, on: 'index' }, 1, /500/],
    [{ does: 'reset', when: 'before', on: 'download' }, 1, /reset|EOF/],
    [{ does: 'reset', when: 'during', on: 'download' }, 1, /reset|EOF/],
    [{ does: 'reset', when: 'after', on: 'download' }, 1, /reset|EOF/],
    [{ does: 'slow', bytesPerSecond: 2000, on: 'download' }, 0, /^/],
    [{ does: 'truncate' }, 1, /EOF/],
    [{ does: 'corrupt' }, 0, /^/],
    [{ does: 'expire-token' }, 1, /40[13]/],
  ]);
});
