import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { carryImage } from '../../packages/nx-convoy/src/ecosystems/docker/deliver.ts';
import type { Credential } from '../../packages/nx-convoy/src/model/credential.ts';
import type { Delivering } from '../../packages/nx-convoy/src/model/delivering.ts';
import type { Dialogue, HttpRequest } from '../../packages/nx-convoy/src/model/http.ts';
import type { Released } from '../../packages/nx-convoy/src/model/registry.ts';
import { isSameImage, readImage } from '../../packages/nx-convoy/src/registries/oci/image.ts';
import { oci } from '../../packages/nx-convoy/src/registries/oci/index.ts';
import { labelsOf } from '../../packages/nx-convoy/src/registries/oci/labels.ts';
import { listTags } from '../../packages/nx-convoy/src/registries/oci/tags.ts';
import { upload } from '../../packages/nx-convoy/src/registries/oci/upload.ts';
import { root } from '../../tools/root.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWith, describeWithAll } from '../../tools/toolchains/require.ts';
import { dockerRegistry } from '../registries/oci-servers.ts';
import { tempFolder, write } from '../world/folder.ts';
import { basic, carryOut, token } from './carry-out.ts';
import { imageParcel, writeImage } from './image.ts';

const releasedAt = (url: string, name: string, version: string): Released => ({
  registry: { protocol: 'oci', url },
  name,
  version,
});

/** Requests that change something. */
const isWrite = ({ method }: { readonly method: string }): boolean => !['GET', 'HEAD'].includes(method);

interface Place {
  readonly url: string;
  readonly by: Credential | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

async function embedded(login: 'token' | 'basic', by: (secret: string) => Credential): Promise<Place> {
  const registries = await startRegistries({ registries: ['oci'], isPrivate: true, login });
  const { env } = await registries.setUp(tempFolder());
  return { url: registries.oci.url, by: by(registries.oci.token), env, close: () => registries.close() };
}

describe('the embedded registry, by name and password for a token', () =>
  pushes(() => embedded('token', (secret) => basic('anybody', secret))));
describe('the embedded registry, by an identity token', () =>
  pushes(() => embedded('token', token), { isBrief: true }));
describe('the embedded registry, by name and password', () =>
  pushes(() => embedded('basic', (secret) => basic('anybody', secret)), { isBrief: true }));
describeWith('docker-registry', ({ path }) =>
  pushes(async () => {
    const { host, env, close } = await dockerRegistry(path, join(tempFolder(), 'server'));
    return { url: `http://${host}`, by: undefined, env, close };
  }),
);

/** @param isBrief where only the login differs from others */
function pushes(start: () => Promise<Place>, { isBrief = false } = {}): void {
  let place: Place;
  beforeAll(async () => {
    place = await start();
  });
  afterAll(() => place.close());
  const at = (name: string, version: string): Released => releasedAt(place.url, name, version);

  it('pushes an image once, and tells exactly where its tag stands', async () => {
    const folder = tempFolder();
    const digest = writeImage(folder, { layers: [Buffer.from('one'), Buffer.alloc(100_000, 7), Buffer.alloc(0)] });
    const released = at('team/app', '1.0.0+b.1');
    expect(await carryOut(oci.presence(released, place.by))).toEqual({ is: 'absent' });
    expect(await carryOut(upload(imageParcel(folder, released), place.by))).toEqual({ is: 'accepted' });
    expect(await carryOut(oci.presence(released, place.by))).toEqual({ is: 'present', digest });
    const requests: HttpRequest[] = [];
    expect(await carryOut(noting(upload(imageParcel(folder, released), place.by), requests))).toEqual({
      is: 'accepted',
    });
    // A token is asked for by POST, too.
    expect(requests.filter(({ url }) => url.includes('/v2/')).filter(isWrite)).toEqual([]);
  });

  it('writes over no version, and moves a label', async () => {
    const [first, second] = [tempFolder(), tempFolder()];
    const one = writeImage(first, { layers: [Buffer.from('1')] });
    const two = writeImage(second, { layers: [Buffer.from('2')] });
    await carryOut(upload(imageParcel(first, at('team/label', '1.0.0')), place.by));
    expect(await carryOut(upload(imageParcel(second, at('team/label', '1.0.0')), place.by))).toMatchObject({
      is: 'failed',
      how: 'exists',
      problem: { code: 'UPLOAD_EXISTS', what: expect.stringContaining(one) },
    });
    for (const folder of [first, second]) {
      const parcel = imageParcel(folder, at('team/label', 'latest'), { isLabel: true });
      expect(await carryOut(upload(parcel, place.by))).toEqual({ is: 'accepted' });
    }
    expect(await carryOut(oci.presence(at('team/label', 'latest'), place.by))).toMatchObject({ digest: two });
    const tags = await carryOut(listTags(at('team/label', '1.0.0'), place.by));
    expect(tags).toEqual({ is: 'listed', tags: expect.arrayContaining(['1.0.0', 'latest']) });
    expect(
      labelsOf({ patterns: ['latest'], version: '0.9.1', tags: tags.is === 'listed' ? tags.tags : [] }).move,
    ).toEqual([]);
    expect(await carryOut(listTags(at('team/nothing', '1.0.0'), place.by))).toEqual({ is: 'listed', tags: [] });
  });

  if (isBrief) return;

  it('goes on from wherever it was interrupted, and shows nothing before its end', async () => {
    const made = tempFolder();
    const digest = writeImage(made, { layers: [Buffer.alloc(1000, 1), Buffer.alloc(2000, 2)] });
    const requests: HttpRequest[] = [];
    await carryOut(noting(upload(imageParcel(made, at('team/whole', '1.0.0')), place.by), requests));
    for (let count = 1; count < requests.length; count += 1) {
      const parcel = imageParcel(made, at(`team/cut-${count}`, '1.0.0'));
      await carryOut(cut(upload(parcel, place.by), count));
      expect(await carryOut(oci.presence(parcel.released, place.by))).toEqual({ is: 'absent' });
      const rest: HttpRequest[] = [];
      expect(await carryOut(noting(upload(parcel, place.by), rest))).toEqual({ is: 'accepted' });
      expect(await carryOut(oci.presence(parcel.released, place.by))).toEqual({ is: 'present', digest });
      const puts = (all: readonly HttpRequest[]): number => all.filter(({ method }) => method === 'PUT').length;
      expect(puts(requests.slice(0, count)) + puts(rest)).toBe(puts(requests));
    }
  }, 20_000);

  it('reads back what is there, and tells whether it is the same', async () => {
    const [mine, theirs, others] = [tempFolder(), tempFolder(), tempFolder()];
    writeImage(mine, { layers: [Buffer.from('same')] });
    writeImage(theirs, { layers: [Buffer.from('same')], base: 'docker.io/library/alpine:3' });
    writeImage(others, { layers: [Buffer.from('same')], revision: 'bad' });
    const same = async (folder: string, version: string): Promise<boolean | undefined> => {
      const parcel = imageParcel(folder, at('team/held', version));
      await carryOut(upload(parcel, place.by));
      const held = await carryOut(oci.held?.(parcel.released, parcel.artifact, place.by) ?? never());
      const ours = readImage(imageParcel(mine, parcel.released));
      if (held.is !== 'image' || !ours.ok) throw new Error(JSON.stringify(held));
      return isSameImage(ours.value, held);
    };
    expect(await same(mine, '1.0.0')).toBe(true);
    expect(await same(theirs, '1.0.1')).toBe(true);
    expect(await same(others, '1.0.2')).toBe(false);
  });

  it('takes over a layer that the registry has elsewhere', async () => {
    const [base, made] = [tempFolder(), tempFolder()];
    const { host } = new URL(place.url);
    const shared = Buffer.alloc(50_000, 9);
    writeImage(base, { layers: [shared] });
    writeImage(made, { layers: [shared, Buffer.from('own')], base: `${host}/team/base:1.0.0` });
    await carryOut(upload(imageParcel(base, at('team/base', '1.0.0')), place.by));
    const requests: HttpRequest[] = [];
    const sent = await carryOut(noting(upload(imageParcel(made, at('team/on-top', '1.0.0')), place.by), requests));
    expect(sent).toEqual({ is: 'accepted' });
    const layers = requests.filter(({ method, body }) => method === 'PUT' && Array.isArray(body));
    expect(layers).toHaveLength(2);
    expect(layers.map(({ body }) => JSON.stringify(body))).not.toContainEqual(expect.stringContaining('"to":50000'));
  });

  describeWithAll(['buildah', 'skopeo'], ({ buildah, skopeo }) => {
    it('pushes what buildah built for two platforms; skopeo and buildah take it', async () => {
      const home = tempFolder();
      const env = { ...process.env, ...place.env, ...imageStorage(join(home, 'storage')), HOME: home };
      const run = async (client: Present, ...args: readonly string[]): Promise<string> =>
        (await promisify(execFile)(client.path, args, { env: callable([client], env) })).stdout.trim();
      const context = write(tempFolder(), { Containerfile: 'FROM scratch\nCOPY hello /hello\n', hello: 'hello\n' });
      const layout = join(tempFolder(), 'layout');
      const { host } = new URL(place.url);
      await run(
        buildah,
        'build',
        '-q',
        '--timestamp',
        '0',
        '--platform',
        'linux/amd64,linux/arm64',
        '--manifest',
        'two',
        context,
      );
      await run(buildah, 'manifest', 'push', '-q', '--all', 'two', `oci:${layout}:1`);
      const parcel = imageParcel(layout, at('team/two', '2.0.0'));
      expect(await carryOut(upload(parcel, place.by))).toEqual({ is: 'accepted' });
      const digestFile = join(home, 'digest');
      const image = `docker://${host}/team/two:2.0.0`;
      const back = join(tempFolder(), 'back');
      await run(
        skopeo,
        'copy',
        '-q',
        '--all',
        '--src-tls-verify=false',
        '--digestfile',
        digestFile,
        image,
        `oci:${back}:1`,
      );
      expect(parcel.artifact.digests).toEqual([readFileSync(digestFile, 'utf8').trim()]);
      const arm = await run(skopeo, '--override-arch', 'arm64', 'inspect', '--tls-verify=false', '--config', image);
      expect(JSON.parse(arm)).toMatchObject({ architecture: 'arm64' });
      await run(buildah, 'pull', '-q', '--tls-verify=false', image);
      const released = at('team/carried', '2.0.0');
      const carrier = carryImage({
        ...{ unit: { id: 'docker:two' }, released, artifact: parcel.artifact, root: '/', timeoutMs: 1 },
        config: { units: { 'docker:two': { client: 'skopeo' } } },
      } as unknown as Delivering);
      const [step] = carrier?.steps ?? [];
      if (step?.do !== 'run') throw new Error('skopeo carries images');
      await run(skopeo, ...step.argv.slice(1));
      const [digest] = parcel.artifact.digests;
      expect(await carryOut(oci.presence(released, place.by))).toEqual({ is: 'present', digest });
      const held = await carryOut(oci.held?.(parcel.released, parcel.artifact, place.by) ?? never());
      expect(held).toMatchObject({
        is: 'image',
        digest: parcel.artifact.digests[0],
        images: expect.arrayContaining([
          expect.objectContaining({ platform: 'linux/amd64' }),
          expect.objectContaining({ platform: expect.stringMatching(/^linux\/arm64/) }),
        ]),
      });
    }, 30_000);
  });
}

/** A dialogue of which somebody writes down what is asked. */
function* noting<T>(dialogue: Dialogue<T>, requests: HttpRequest[]): Dialogue<T> {
  let turn = dialogue.next();
  while (turn.done !== true) {
    requests.push(turn.value);
    turn = dialogue.next(yield turn.value);
  }
  return turn.value;
}

/** One that ends after so many requests, as if its process had been killed. */
function* cut<T>(dialogue: Dialogue<T>, most: number): Dialogue<T | undefined> {
  let turn = dialogue.next();
  for (let count = 0; turn.done !== true && count < most; count += 1) turn = dialogue.next(yield turn.value);
  return undefined;
}

function never(): never {
  throw new Error('this protocol tells what is held');
}

describe('what goes wrong on the way', () => {
  let registries: Registries<'oci'>;
  let now: number;
  beforeEach(async () => {
    now = Date.UTC(2026, 10, 20);
    registries = await startRegistries({
      registries: ['oci'],
      clock: { now: () => now, wait: () => Promise.resolve() },
    });
  });
  afterEach(() => registries.close());

  const parcel = (layers: readonly Uint8Array[] = [Buffer.alloc(300_000, 3)], version = '1.0.0') => {
    const folder = tempFolder();
    writeImage(folder, { layers });
    return imageParcel(folder, releasedAt(registries.oci.url, 'team/app', version));
  };
  const push = (one = parcel()) => carryOut(upload(one, basic('anybody', registries.oci.token)));
  const tag = '/v2/*name/manifests/:reference';
  const blob = '/v2/*name/blobs/uploads/:id';
  const begin = '/v2/*name/blobs/uploads/';

  it.each([
    [
      'too many requests for a layer',
      { does: 'refuse', status: 429, retryAfter: 7, method: 'POST', path: begin },
      'transient',
      'absent',
    ],
    [
      'a registry that fails at a layer',
      { does: 'refuse', status: 500, method: 'PUT', path: blob },
      'transient',
      'absent',
    ],
    [
      'a line that breaks in a layer',
      { does: 'reset', when: 'during', method: 'PUT', path: blob },
      'transient',
      'absent',
    ],
    [
      'too many requests for the tag',
      { does: 'refuse', status: 429, retryAfter: 7, method: 'PUT', path: tag },
      'transient',
      'absent',
    ],
    [
      'a registry that fails at the tag',
      { does: 'refuse', status: 503, method: 'PUT', path: tag },
      'unknown',
      'absent',
    ],
    ['a tag whose answer is lost', { does: 'lose-reply', method: 'PUT', path: tag }, 'unknown', 'present'],
    [
      'a line that breaks behind the tag',
      { does: 'reset', when: 'after', method: 'PUT', path: tag },
      'unknown',
      'present',
    ],
    ['a registry that only reads', { does: 'read-only' }, 'transient', 'absent'],
    ['tokens that nobody believes', { does: 'expire-token' }, 'refused', 'absent'],
  ] as const)('%s', async (_, fault, how, then) => {
    const one = parcel();
    const off = registries.fault({ registry: 'oci', ...fault });
    const sent = await push(one);
    expect(sent).toMatchObject({ is: 'failed', how, ...('retryAfter' in fault ? { waitMs: 7000 } : {}) });
    off();
    expect(await carryOut(oci.presence(one.released))).toMatchObject({ is: then });
    expect(await push(one)).toEqual({ is: 'accepted' });
  });

  it.each([
    ['a layer whose answer is lost', { does: 'lose-reply', method: 'PUT', path: blob }],
    ['a line that breaks behind a layer', { does: 'reset', when: 'after', method: 'PUT', path: blob }],
    ['a registry that takes no large body', { does: 'refuse', status: 413, method: 'PUT', path: blob }],
  ] as const)('%s is no failure', async (_, fault) => {
    registries.fault({ registry: 'oci', ...fault });
    expect(await push()).toEqual({ is: 'accepted' });
  });

  it('is let in anew when its token expires between two requests', async () => {
    const tokens: string[] = [];
    function* slowly<T>(dialogue: Dialogue<T>): Dialogue<T> {
      let turn = dialogue.next();
      while (turn.done !== true) {
        const { url } = turn.value;
        if (url.includes('/token')) tokens.push(url);
        turn = dialogue.next(yield turn.value);
        if (!url.includes('/token')) now += 3 * 60_000;
      }
      return turn.value;
    }
    const one = parcel([Buffer.from('1'), Buffer.from('2')]);
    const sent = await carryOut(slowly(upload(one, basic('anybody', registries.oci.token))));
    expect(sent).toEqual({ is: 'accepted' });
    expect(tokens.length).toBeGreaterThan(4);
  });

  it('says in whose words it was refused', async () => {
    const sent = await carryOut(upload(parcel(), basic('anybody', 'wrong')));
    expect(sent).toMatchObject({
      how: 'refused',
      problem: { code: 'UPLOAD_FORBIDDEN', what: expect.stringContaining('incorrect username or password') },
    });
    expect(JSON.stringify(sent)).not.toContain('wrong"');
  });

  it('takes nothing for the same that came damaged', async () => {
    const one = parcel();
    await push(one);
    registries.fault({ registry: 'oci', does: 'truncate', times: 'all' });
    expect(await carryOut(oci.held?.(one.released, one.artifact) ?? never())).toMatchObject({ is: 'unknown' });
  });

  it('sends a layer of which only half is there to nobody', async () => {
    const one = parcel();
    const broken = {
      ...one,
      read: (entry: string) => (entry.startsWith('blobs/') ? Buffer.from('x') : one.read(entry)),
    };
    expect(await push(broken)).toMatchObject({ how: 'refused', problem: { code: 'PACKAGE_UNSENDABLE' } });
    expect(registries.requests('oci').filter(isWrite)).toEqual([]);
  });
});

setFlagsFromString('--expose-gc');
const sweep = runInNewContext('gc') as () => void;

it.each([
  [200, 'at once', {}],
  [
    100,
    'in chunks',
    { registry: 'oci', does: 'refuse', status: 413, method: 'PUT', path: '/v2/*name/blobs/uploads/:id' },
  ],
])(
  'a layer of %d MB goes through %s, and never lies in memory',
  async (mebibytes, _, fault) => {
    const bin = join(root, 'packages/local-registries/dist/bin.js');
    const faults = Object.keys(fault).length === 0 ? [] : ['--faults', JSON.stringify([fault])];
    const child = spawn(process.execPath, [bin, 'oci', ...faults], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const { registries } = JSON.parse(String(line)) as { registries: { oci: { url: string; token: string } } };
      const folder = tempFolder();
      writeImage(folder, { layers: [{ mebibytes }] });
      const parcel = imageParcel(folder, releasedAt(registries.oci.url, 'team/large', '1.0.0'));
      // What lies there and waits to be swept up is not counted.
      const held = (): number => {
        sweep();
        return process.memoryUsage().arrayBuffers / 1024 / 1024;
      };
      const before = held();
      let [most, looks] = [before, 0];
      const look = setInterval(() => {
        most = Math.max(most, held());
        looks += 1;
      }, 400);
      expect(await carryOut(upload(parcel, basic('anybody', registries.oci.token)))).toEqual({ is: 'accepted' });
      clearInterval(look);
      expect(looks).toBeGreaterThan(0);
      expect(most - before).toBeLessThan(40);
    } finally {
      child.kill();
    }
  },
  60_000,
);
