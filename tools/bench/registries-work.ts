import { createHash, randomBytes } from 'node:crypto';
import { packed } from '../../packages/local-registries/src/archive/write-tar.ts';
import { wheelName, wheelOf } from '../../packages/local-registries/src/python/write-wheel.ts';
import type { Kind, Started } from './registries-servers.ts';

/** What is asked of a registry, by the name of the row; `turn` is a number that no other call had. */
export type Work = Readonly<Record<string, (at: Started, turn: number) => Promise<unknown>>>;

const mib = 1024 * 1024;

async function ask({ headers }: Started, url: string, more: RequestInit = {}): Promise<Response> {
  // Reading is open everywhere: some spend long on checking a password.
  const known = more.method === undefined ? {} : headers;
  const answer = await fetch(url, { ...more, headers: { ...known, ...(more.headers as Record<string, string>) } });
  if (!answer.ok) throw new Error(`${more.method ?? 'GET'} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}
const bytes = async (answer: Promise<Response>): Promise<Buffer> => Buffer.from(await (await answer).arrayBuffer());
const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Random bytes: nobody can answer with what was pushed before. */
const layers = new Map<number, Buffer>();
const layer = (turn: number): Buffer => {
  const known = layers.get(turn) ?? randomBytes(mib);
  layers.set(turn, known);
  return known;
};

const npm: Work = {
  'publish a package': (at, turn) => {
    const [name, version] = [`pack-${turn}`, '1.0.0'];
    const tgz = packed([{ path: 'package/package.json', content: JSON.stringify({ name, version }) }]);
    const digest = (algorithm: string) => createHash(algorithm).update(tgz);
    const dist = {
      shasum: digest('sha1').digest('hex'),
      integrity: `sha512-${digest('sha512').digest('base64')}`,
      tarball: `${at.url}/${name}/-/${name}-${version}.tgz`,
    };
    const body = {
      _id: name,
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { name, version, description: 'For a bench', dist } },
      _attachments: {
        [`${name}-${version}.tgz`]: {
          content_type: 'application/octet-stream',
          data: tgz.toString('base64'),
          length: tgz.length,
        },
      },
    };
    const headers = { 'content-type': 'application/json' };
    return bytes(ask(at, `${at.url}/${name}`, { method: 'PUT', headers, body: JSON.stringify(body) }));
  },
  'read its packument': (at, turn) => bytes(ask(at, `${at.url}/pack-${turn}`)),
  'download its tarball': (at, turn) => bytes(ask(at, `${at.url}/pack-${turn}/-/pack-${turn}-1.0.0.tgz`)),
};

const wheelAt = (turn: number) => ({ name: `pack${turn}`, version: '1.0.0' });
const python: Work = {
  'upload a wheel': async (at, turn) => {
    const wheel = wheelAt(turn);
    const file = wheelOf(wheel);
    const form = new FormData();
    const fields = { ':action': 'file_upload', protocol_version: '1', metadata_version: '2.1', ...wheel };
    const more = { filetype: 'bdist_wheel', pyversion: 'py3', sha256_digest: sha256(file) };
    for (const [name, value] of Object.entries({ ...fields, ...more })) form.append(name, value);
    form.append('content', new Blob([new Uint8Array(file)]), wheelName(wheel));
    const path = at.headers.authorization?.startsWith('Basic X190b2tlbl9f') === true ? '/legacy/' : '/';
    return bytes(ask(at, `${at.url}${path}`, { method: 'POST', body: form }));
  },
  'read its index page': (at, turn) => bytes(ask(at, `${at.url}/simple/pack${turn}/`)),
  'read the page, download': async (at, turn) => {
    const url = `${at.url}/simple/pack${turn}/`;
    const [, link = ''] = /href="([^"]+)"/.exec((await bytes(ask(at, url))).toString()) ?? [];
    return bytes(ask(at, new URL(link, url).href));
  },
};

const manifestOf = (turn: number): string => {
  const one = layer(turn);
  const described = (mediaType: string) => ({ mediaType, digest: `sha256:${sha256(one)}`, size: one.length });
  const type = 'application/vnd.oci.image';
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: `${type}.manifest.v1+json`,
    config: described(`${type}.config.v1+json`),
    layers: [described(`${type}.layer.v1.tar`)],
  });
};
const type = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
const oci: Work = {
  'push a blob of 1 MiB': async (at, turn) => {
    const begun = await ask(at, `${at.url}/v2/bench/blobs/uploads/`, { method: 'POST' });
    await begun.arrayBuffer();
    const where = new URL(begun.headers.get('location') ?? '', at.url);
    where.searchParams.set('digest', `sha256:${sha256(layer(turn))}`);
    const headers = { 'content-type': 'application/octet-stream' };
    return bytes(ask(at, where.href, { method: 'PUT', headers, body: new Uint8Array(layer(turn)) }));
  },
  'pull it': (at, turn) => bytes(ask(at, `${at.url}/v2/bench/blobs/sha256:${sha256(layer(turn))}`)),
  'push a manifest': (at, turn) =>
    bytes(ask(at, `${at.url}/v2/bench/manifests/v${turn}`, { method: 'PUT', headers: type, body: manifestOf(turn) })),
  'read it by its tag': (at, turn) =>
    bytes(ask(at, `${at.url}/v2/bench/manifests/v${turn}`, { headers: { accept: type['content-type'] } })),
};

const release = async (
  at: Started,
  turn: number,
): Promise<{ readonly id: number; readonly assets: readonly { readonly url: string }[] }> =>
  (await (await ask(at, `${at.url}/repos/o/r/releases/tags/v${turn}`)).json()) as Awaited<ReturnType<typeof release>>;
const forge: Work = {
  'create a release': (at, turn) =>
    bytes(ask(at, `${at.url}/repos/o/r/releases`, { method: 'POST', body: JSON.stringify({ tag_name: `v${turn}` }) })),
  'find it, upload 1 MiB': async (at, turn) => {
    const { id } = await release(at, turn);
    const body = new Uint8Array(layer(turn));
    return bytes(ask(at, `${at.url}/repos/o/r/releases/${id}/assets?name=a`, { method: 'POST', body }));
  },
  'find it, download 1 MiB': async (at, turn) => {
    const { assets } = await release(at, turn);
    return bytes(ask(at, assets[0]?.url ?? '', { headers: { accept: 'application/octet-stream' } }));
  },
  'list the releases': (at) => bytes(ask(at, `${at.url}/repos/o/r/releases`)),
};

export const works: Readonly<Record<Kind, Work>> = { npm, python, oci, forge };
