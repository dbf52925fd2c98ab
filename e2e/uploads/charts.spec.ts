import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { carryChart } from '../../packages/nx-convoy/src/ecosystems/helm/deliver.ts';
import { isSameChart } from '../../packages/nx-convoy/src/ecosystems/helm/same.ts';
import type { Delivering } from '../../packages/nx-convoy/src/model/delivering.ts';
import type { Parcel, Released } from '../../packages/nx-convoy/src/model/registry.ts';
import { chartRepository } from '../../packages/nx-convoy/src/registries/chart-repository/index.ts';
import { upload as putChart } from '../../packages/nx-convoy/src/registries/chart-repository/upload.ts';
import { held as heldInOci } from '../../packages/nx-convoy/src/registries/oci/held.ts';
import { oci } from '../../packages/nx-convoy/src/registries/oci/index.ts';
import { digestAtRegistry, upload as pushChart } from '../../packages/nx-convoy/src/registries/oci/upload.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';
import { basic, carryOut } from './carry-out.ts';
import { openedFile, parcelOf } from './parcel.ts';

/** All that helm writes into what it pushes. */
const chart = `apiVersion: v2
name: rope
version: 1.2.3+b.1
appVersion: "1.10"
description: 'Ropes <strong> & more é'
home: https://example.com
icon: https://example.com/i.png
type: application
deprecated: true
kubeVersion: '>=1.20.0-0'
keywords: [b, a]
sources: [https://example.com/src, https://example.com/other]
maintainers:
  - { name: Ann, email: ann@example.com, url: https://example.com/ann }
  - { name: Bob }
annotations:
  zeta: "1"
  org.opencontainers.image.title: mine
  org.opencontainers.image.description: mine
dependencies:
  - { name: sub, version: 1.0.0, condition: sub.enabled, tags: [x], alias: s, import-values: [data, { child: a, parent: b }] }
`;

describeWith('helm', (helm) => {
  let registries: Registries<'charts' | 'oci'>;
  let env: NodeJS.ProcessEnv;
  beforeEach(async () => {
    registries = await startRegistries({ registries: ['charts', 'oci'], isPrivate: true });
    const home = tempFolder();
    env = { ...callable([helm]), ...(await registries.setUp(home)).env, HOME: home };
  });
  afterEach(() => registries.close());

  const run = async (...args: readonly string[]): Promise<string> =>
    promisify(execFile)(helm.path, args, { env }).then(
      ({ stdout }) => stdout,
      (error: unknown) => {
        throw new Error((error as { readonly stderr: string }).stderr);
      },
    );
  const packaged = async (text = chart, more: Readonly<Record<string, string>> = {}): Promise<string> => {
    const folder = write(tempFolder(), {
      'rope/Chart.yaml': text,
      'rope/charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.0.0\n',
      'rope/templates/a.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\n',
      ...more,
    });
    await run('package', join(folder, 'rope'), '--destination', folder);
    return join(folder, `rope-${/^version: (.*)$/m.exec(text)?.[1] ?? ''}.tgz`);
  };
  const inOci = (version = '1.2.3+b.1', name = 'charts/rope'): Released => ({
    registry: { protocol: 'oci', url: registries.oci.url },
    name,
    version,
  });
  const classic = (version = '1.2.3+b.1'): Released => ({
    registry: { protocol: 'chart-repository', url: registries.charts.url },
    name: 'rope',
    version,
  });
  const key = () => basic('local', registries.oci.token);
  const classicKey = () => basic('local', registries.charts.token);
  const host = () => new URL(registries.oci.url).host;
  const manifestOf = async (repository: string): Promise<Record<string, unknown>> => {
    const authorization = `Bearer ${registries.oci.token}`;
    const answer = await fetch(`${registries.oci.url}/v2/${repository}/manifests/1.2.3_b.1`, {
      headers: { authorization },
    });
    return (await answer.json()) as Record<string, unknown>;
  };

  it('pushes what helm pushes, field by field, but for the time of its file', async () => {
    const file = await packaged();
    await run('push', '--plain-http', file, `oci://${host()}/theirs`);
    expect(await carryOut(pushChart(parcelOf(file, inOci()), key()))).toEqual({ is: 'accepted' });
    const [theirs, ours] = [await manifestOf('theirs/rope'), await manifestOf('charts/rope')];
    const { 'org.opencontainers.image.created': created, ...annotations } = theirs.annotations as Record<
      string,
      string
    >;
    expect(created).toMatch(/^20/);
    expect(JSON.stringify(ours)).toBe(JSON.stringify({ ...theirs, annotations }));
  }, 20_000);

  it('helm carries it where somebody wants that, and it is the same chart', async () => {
    const file = await packaged();
    const parcel = parcelOf(file, inOci());
    const asked = { unit: { id: 'helm:rope' }, released: inOci(), artifact: parcel.artifact, root: '/', timeoutMs: 1 };
    const none = { include: [], exclude: [], images: [], ignore: [], units: {} };
    expect(carryChart({ ...asked, config: none } as unknown as Delivering)).toBeUndefined();
    const config = { ...none, units: { 'helm:rope': { client: 'helm' } } };
    const carrier = carryChart({ ...asked, config } as unknown as Delivering);
    const [step] = carrier?.steps ?? [];
    if (carrier === undefined || step?.do !== 'run') throw new Error('helm carries charts');
    expect(JSON.stringify(step)).not.toContain(registries.oci.token);
    await run(...step.argv.slice(1));
    const held = await carryOut(heldInOci(inOci(), parcel.artifact, key()));
    if (held.is !== 'file') throw new Error(JSON.stringify(held));
    expect(isSameChart(openedFile(file), openedFile(file, held.bytes))).toBe(true);
    env = { ...env, HELM_REGISTRY_CONFIG: join(tempFolder(), 'nobody.json'), DOCKER_CONFIG: tempFolder() };
    const said = await run(...step.argv.slice(1)).then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(carrier.hear({ code: 1, said, isLast: true, now: 0 })).toMatchObject({ is: 'failed', how: 'refused' });
  }, 20_000);

  it('knows the digest before anything is sent', async () => {
    const file = await packaged();
    const digest = digestAtRegistry(parcelOf(file, inOci()));
    await carryOut(pushChart(parcelOf(file, inOci()), key()));
    expect(await carryOut(oci.presence(inOci(), key()))).toEqual({ is: 'present', digest });
  }, 20_000);

  it('helm pulls, shows, templates and depends on it; a signature goes along', async () => {
    const file = await packaged();
    const provenance = Buffer.from('signed');
    await carryOut(pushChart(parcelOf(file, inOci(), { beside: () => provenance }), key()));
    const place = tempFolder();
    const reference = `oci://${host()}/charts/rope`;
    await run('pull', '--plain-http', reference, '--version', '1.2.3+b.1', '--destination', place, '--prov');
    expect(readFileSync(join(place, 'rope-1.2.3+b.1.tgz'))).toEqual(readFileSync(file));
    expect(readFileSync(join(place, 'rope-1.2.3+b.1.tgz.prov'))).toEqual(provenance);
    expect(await run('template', 'x', reference, '--plain-http', '--version', '1.2.3+b.1')).toContain(
      'kind: ConfigMap',
    );
    const dependency = `  - { name: rope, version: ^1.2.0, repository: 'oci://${host()}/charts' }\n`;
    const ship = write(tempFolder(), {
      'Chart.yaml': `apiVersion: v2\nname: ship\nversion: 1.0.0\ndependencies:\n${dependency}`,
    });
    await run('dependency', 'update', '--plain-http', ship);
    expect(existsSync(join(ship, 'charts/rope-1.2.3+b.1.tgz'))).toBe(true);
  }, 20_000);

  it.each(['oci', 'chart-repository'] as const)(
    '%s: says what is held, and whether it is the same',
    async (kind) => {
      const [file, other] = [await packaged(), await packaged(chart, { 'rope/values.yaml': 'a: 1\n' })];
      const released = kind === 'oci' ? inOci() : classic();
      const by = kind === 'oci' ? key() : classicKey();
      const [send, protocol] = kind === 'oci' ? [pushChart, oci] : [putChart, chartRepository];
      const parcel = parcelOf(file, released);
      expect(await carryOut(protocol.presence(released, by))).toMatchObject({ is: 'absent' });
      expect(await carryOut(send(parcel, by))).toEqual({ is: 'accepted' });
      expect(await carryOut(protocol.presence(released, by))).toMatchObject({ is: 'present' });
      expect(await carryOut(protocol.presence(released))).toMatchObject({ is: 'unknown' });
      expect(await carryOut(send(parcelOf(other, released), by))).toMatchObject({
        is: 'failed',
        how: 'exists',
        problem: { code: 'UPLOAD_EXISTS' },
      });
      const held =
        protocol.held === undefined ? undefined : await carryOut(protocol.held(released, parcel.artifact, by));
      if (held?.is !== 'file') throw new Error(JSON.stringify(held));
      const theirs = openedFile(file, held.bytes);
      expect(isSameChart(openedFile(file), theirs)).toBe(true);
      expect(isSameChart(openedFile(other), theirs)).toBe(false);
    },
    20_000,
  );

  it('is the same chart however it was packed', async () => {
    const file = await packaged();
    const unpacked = tempFolder();
    await promisify(execFile)('tar', ['xzf', file, '-C', unpacked]);
    const again = join(tempFolder(), 'again.tgz');
    await promisify(execFile)('tar', ['czf', again, '--mtime=2001-01-01', '--sort=name', '-C', unpacked, 'rope']);
    const named = join(tempFolder(), 'rope-1.2.3+b.1.tgz');
    renameSync(again, named);
    expect(readFileSync(named)).not.toEqual(readFileSync(file));
    expect(isSameChart(openedFile(file), openedFile(named))).toBe(true);
  }, 20_000);

  it('puts a chart into a repository of charts, with its signature, where helm finds it', async () => {
    const file = await packaged(chart.replace('1.2.3+b.1', '1.3.0'));
    const signed = Buffer.from(
      `-----BEGIN PGP SIGNED MESSAGE-----\n\nname: rope\nversion: 1.3.0\n\n...\nfiles:\n  rope-1.3.0.tgz: sha256:${openedFile(file).sha256}\n-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n`,
    );
    const parcel = parcelOf(file, classic('1.3.0'), { beside: () => signed });
    expect(await carryOut(putChart(parcel, classicKey()))).toEqual({ is: 'accepted' });
    await run('repo', 'update');
    const place = tempFolder();
    await run('pull', 'local/rope', '--destination', place, '--prov');
    expect(readFileSync(join(place, 'rope-1.3.0.tgz'))).toEqual(readFileSync(file));
    expect(readFileSync(join(place, 'rope-1.3.0.tgz.prov'))).toEqual(signed);
    expect(await carryOut(chartRepository.presence(classic('1.3.0'), classicKey()))).toEqual({
      is: 'present',
      digest: `sha256:${openedFile(file).sha256}`,
    });
  }, 20_000);

  it.each([
    [
      'too many requests',
      { does: 'refuse', status: 429, retryAfter: 3, on: 'publish' },
      { how: 'transient', waitMs: 3000 },
      'absent',
    ],
    ['a server that fails', { does: 'refuse', status: 500, on: 'publish' }, { how: 'unknown' }, 'absent'],
    ['a lost reply', { does: 'lose-reply', on: 'publish' }, { how: 'unknown' }, 'present'],
    ['a line that breaks', { does: 'reset', when: 'during', on: 'publish' }, { how: 'unknown' }, 'absent'],
    [
      'an index that cannot be had',
      { does: 'refuse', status: 500, on: 'index', times: 'all' },
      { how: 'transient' },
      'absent',
    ],
    ['a token that nobody believes', { does: 'expire-token' }, { how: 'refused' }, 'absent'],
  ] as const)(
    'chart-repository: %s',
    async (_, fault, expected, then) => {
      const parcel: Parcel = parcelOf(await packaged(), classic());
      const off = registries.fault({ registry: 'charts', ...fault });
      expect(await carryOut(putChart(parcel, classicKey()))).toMatchObject({ is: 'failed', ...expected });
      off();
      expect(await carryOut(chartRepository.presence(classic(), classicKey()))).toMatchObject({ is: then });
    },
    20_000,
  );

  describe('a server that takes files as they are', () => {
    let server: Server;
    let kept: Map<string, Buffer>;
    let url: string;
    beforeEach(async () => {
      kept = new Map();
      server = createServer(
        (request, response) => void answer(request).then((status) => response.writeHead(status).end()),
      );
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/repository/helm`;
    });
    afterEach(() => server.close().closeAllConnections());
    async function answer(request: IncomingMessage): Promise<number> {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const path = request.url ?? '';
      if (request.method === 'PUT') kept.set(path, Buffer.concat(chunks));
      return request.method === 'PUT' ? 201 : request.method === 'HEAD' && kept.has(path) ? 200 : 404;
    }

    it('gets the signature and then the chart, and keeps what it has', async () => {
      const released = { registry: { protocol: 'chart-repository' as const, url }, name: 'rope', version: '1.2.3+b.1' };
      const parcel = parcelOf(await packaged(), released, { beside: () => Buffer.from('signed') });
      expect(await carryOut(putChart(parcel, basic('a', 'b')))).toEqual({ is: 'accepted' });
      const file = '/repository/helm/rope-1.2.3%2Bb.1.tgz';
      expect([...kept.keys()]).toEqual([`${file}.prov`, file]);
      expect(kept.get(file)).toEqual(readFileSync(parcel.path));
      expect(await carryOut(putChart(parcel, basic('a', 'b')))).toMatchObject({ how: 'exists' });
    }, 20_000);
  });
});
