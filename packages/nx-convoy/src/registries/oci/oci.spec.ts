import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome, HttpRequest } from '../../model/http.ts';
import type { HeldImage, Parcel, Released } from '../../model/registry.ts';
import { digestOf } from './digest.ts';
import { isSameImage } from './image.ts';
import { labelMoves, labelsOf } from './labels.ts';
import { sourcesOf } from './mount.ts';
import { presence } from './presence.ts';
import { placeIn } from './sending-blob.ts';
import { listTags } from './tags.ts';
import { upload } from './upload.ts';

type Answer = readonly [status: number, text?: string, headers?: Readonly<Record<string, string>>];

const url = 'https://registry.example.com';
const released: Released = { registry: { protocol: 'oci', url }, name: 'acme/ship', version: '1.0.0' };
const by: Credential = { is: 'basic', user: 'me', password: { reveal: () => 'hunter2' }, from: 'SHIP_PASSWORD' };

/** Carries a dialogue out against answers that are given by method and path; what nobody answers is silence. */
function against<T>(
  dialogue: Dialogue<T>,
  answer: (request: HttpRequest, count: number) => Answer | undefined,
): { readonly came: T; readonly requests: readonly string[]; readonly sent: readonly HttpRequest[] } {
  const sent: HttpRequest[] = [];
  let turn = dialogue.next();
  while (turn.done !== true) {
    const [status, text = '', headers = {}] = answer(turn.value, sent.length) ?? [0];
    sent.push(turn.value);
    const outcome: HttpOutcome =
      status === 0
        ? { is: 'silence', why: 'ECONNRESET' }
        : {
            is: 'answer',
            status,
            headers,
            text: turn.value.wants === 'bytes' ? '' : text,
            ...(turn.value.wants === 'bytes' ? { bytes: Buffer.from(text) } : {}),
            isCut: false,
          };
    turn = dialogue.next(outcome);
  }
  const requests = sent.map(({ method, url: to }) => `${method} ${to.replace(url, '')}`);
  return { came: turn.value, requests, sent };
}

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const config = bytes({ os: 'linux', architecture: 'amd64' });
const layer = {
  mediaType: 'application/vnd.oci.image.layer.v1.tar',
  digest: `sha256:${'a'.repeat(64)}`,
  size: 100 << 20,
};
const manifest = bytes({
  schemaVersion: 2,
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(config), size: config.length },
  layers: [layer],
});
const top = digestOf(manifest);
const files: Readonly<Record<string, Buffer>> = {
  'index.json': bytes({
    manifests: [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: top, size: manifest.length }],
  }),
  [`blobs/${top.replace(':', '/')}`]: manifest,
};
const parcel: Parcel = {
  released,
  artifact: { unit: 'docker:acme/ship', name: 'acme/ship', path: 'x', size: 1, digests: [top] },
  path: '/x',
  read: (entry) => files[entry],
};

/** A registry that takes everything, but for what a row says. */
const taking =
  (but: (request: HttpRequest, count: number) => Answer | undefined) =>
  (request: HttpRequest, count: number): Answer | undefined => {
    const { method, url: to } = request;
    const own = but(request, count);
    if (own !== undefined) return own;
    if (method === 'GET') return [200];
    if (method === 'HEAD') return [404];
    if (method === 'POST') return [202, '', { location: '/v2/acme/ship/blobs/uploads/1?state=a%3D' }];
    return method === 'PATCH' ? [202, '', { location: to }] : [201];
  };
const onTag =
  (answer: Answer) =>
  ({ method, url: to }: HttpRequest): Answer | undefined =>
    method === 'PUT' && to.endsWith('/manifests/1.0.0') ? answer : undefined;
const errors = (code: string, message: string): string => JSON.stringify({ errors: [{ code, message }] });

it.each<[string, Answer, object]>([
  ['201', [201], { is: 'accepted' }],
  ['the digest', [201, '', { 'docker-content-digest': top }], { is: 'accepted' }],
  ['another digest', [201, '', { 'docker-content-digest': `sha256:${'b'.repeat(64)}` }], { how: 'unknown' }],
  [
    'ECR: immutable',
    [
      400,
      errors('TAG_INVALID', 'The image tag already exists and cannot be overwritten because the tag is immutable.'),
    ],
    { how: 'exists' },
  ],
  ['Harbor: immutable', [412, errors('PRECONDITION', "'ship:1.0.0' configured as immutable.")], { how: 'exists' }],
  ['Google: immutable', [409, errors('ALREADY_EXISTS', 'tag exists')], { how: 'exists' }],
  [
    'denied',
    [403, errors('DENIED', 'requested access to the resource is denied')],
    { how: 'refused', problem: { code: 'UPLOAD_FORBIDDEN' } },
  ],
  [
    'no such place',
    [404, errors('NAME_UNKNOWN', 'The repository does not exist')],
    { how: 'refused', problem: { code: 'UPLOAD_NOT_HERE', fix: expect.stringContaining('Make the repository') } },
  ],
  [
    'a bad manifest',
    [400, errors('MANIFEST_INVALID', 'manifest invalid')],
    { how: 'refused', problem: { what: expect.stringContaining('manifest invalid') } },
  ],
  ['wait', [429, '', { 'retry-after': '5' }], { how: 'transient', waitMs: 5000 }],
  ['broken', [500], { how: 'unknown' }],
  ['silence', [0], { how: 'unknown' }],
])('the tag is answered with %s', (_, answer, expected) =>
  expect(against(upload(parcel, undefined), taking(onTag(answer))).came).toMatchObject(expected),
);

it('sends what is named before what names it, and the tag last', () => {
  const { requests, sent } = against(
    upload(parcel, undefined),
    taking(() => undefined),
  );
  const state = '/v2/acme/ship/blobs/uploads/1?state=a%3D&digest=sha256%3A';
  expect(requests).toEqual([
    `HEAD /v2/acme/ship/blobs/${digestOf(config)}`,
    'POST /v2/acme/ship/blobs/uploads/',
    `PUT ${state}${digestOf(config).slice(7)}`,
    `HEAD /v2/acme/ship/blobs/${layer.digest}`,
    'POST /v2/acme/ship/blobs/uploads/',
    `PUT ${state}${layer.digest.slice(7)}`,
    'HEAD /v2/acme/ship/manifests/1.0.0',
    'PUT /v2/acme/ship/manifests/1.0.0',
  ]);
  expect(sent[5]?.body).toEqual([{ file: `/x/blobs/sha256/${'a'.repeat(64)}`, from: 0, to: layer.size }]);
});

it('goes in chunks where a body is too large, in smaller ones where a chunk is, and on from what arrived', () => {
  let patches = 0;
  const { came, sent } = against(
    upload(parcel, undefined),
    taking(({ method, url: to, headers }) => {
      const isLayer = to.includes(layer.digest.slice(7));
      if (method === 'PUT' && isLayer && sentPatches() === 0) return [413];
      if (method === 'GET' && to.includes('/uploads/')) return [204, '', { range: '0-999' }];
      if (method !== 'PATCH') return undefined;
      patches += 1;
      if (patches === 1) return [413];
      if (patches === 2) return [0];
      const last = /-(\d+)$/.exec(headers?.['content-range'] ?? '')?.[1] ?? '';
      return [202, '', { range: `0-${last}`, location: to }];
    }),
  );
  function sentPatches(): number {
    return patches;
  }
  expect(came).toEqual({ is: 'accepted' });
  const ranges = sent.flatMap(({ method, headers }) => (method === 'PATCH' ? [headers?.['content-range'] ?? ''] : []));
  const MiB = 1 << 20;
  expect(ranges.slice(0, 4)).toEqual([
    `0-${32 * MiB - 1}`,
    `0-${8 * MiB - 1}`,
    `1000-${1000 + 8 * MiB - 1}`,
    `${1000 + 8 * MiB}-${1000 + 16 * MiB - 1}`,
  ]);
});

it('gives up on chunks that get nowhere', () => {
  const { came } = against(
    upload(parcel, undefined),
    taking(({ method, url: to }) => {
      if (method === 'PUT' && to.includes(layer.digest.slice(7))) return [413];
      if (method === 'PATCH') return [202, '', { range: '0-0' }];
      return method === 'GET' && to.includes('/uploads/') ? [204, '', { range: '0-0' }] : undefined;
    }),
  );
  expect(came).toMatchObject({ is: 'failed' });
});

it('sends credentials to the registry and to who gives its tokens, and to nobody else', () => {
  const bearer = { 'www-authenticate': 'Bearer realm="https://auth.example.com/token",service="reg"' };
  const { came, sent } = against(
    upload(parcel, by),
    taking(({ method, url: to, headers }) => {
      if (to.startsWith('https://auth.')) return [200, '{"token":"t1"}'];
      if (to.startsWith('https://storage.')) return [201];
      if (headers?.authorization === undefined) return [401, '', bearer];
      return method === 'POST' ? [202, '', { location: 'https://storage.example.com/put?sig=1' }] : undefined;
    }),
  );
  expect(came).toEqual({ is: 'accepted' });
  const shown = (host: string): readonly unknown[] => [
    ...new Set(sent.filter((one) => new URL(one.url).host === host).map((one) => one.headers?.authorization)),
  ];
  expect(shown('auth.example.com')).toEqual([`Basic ${Buffer.from('me:hunter2').toString('base64')}`]);
  expect(shown('registry.example.com')).toEqual([undefined, 'Bearer t1']);
  expect(shown('storage.example.com')).toEqual([undefined]);
  expect(sent.map((one) => one.url).find((one) => one.startsWith('https://auth.'))).toContain(
    'scope=repository%3Aacme%2Fship%3Apull%2Cpush',
  );
});

it('asks by name for what is hidden from strangers, and takes a word for what they see', () => {
  const hiding = ({ headers, url: to }: HttpRequest): Answer =>
    to.endsWith('/v2/') && headers?.authorization === undefined
      ? [401, '', { 'www-authenticate': 'Basic realm="x"' }]
      : headers?.authorization === undefined
        ? [404]
        : [200, '', { 'docker-content-digest': top }];
  expect(against(presence(released, by), hiding).came).toEqual({ is: 'present', digest: top });
  expect(against(presence(released), hiding).came).toEqual({ is: 'absent' });
  expect(against(presence(released, by), () => [200, '', { 'docker-content-digest': top }]).requests).toHaveLength(1);
});

it('reads a manifest whose digest the head does not tell', () =>
  expect(against(presence(released), ({ method }) => (method === 'HEAD' ? [200] : [200, 'x'])).came).toEqual({
    is: 'present',
    digest: digestOf('x'),
  }));

it('lists tags page by page, and not in circles', () => {
  const paged = ({ url: to }: HttpRequest): Answer =>
    to.includes('last=b')
      ? [200, '{"tags":["c"]}']
      : [200, '{"tags":["a","b"]}', { link: '</v2/acme/ship/tags/list?last=b&n=2>; rel="next"' }];
  expect(against(listTags(released), paged).came).toEqual({ is: 'listed', tags: ['a', 'b', 'c'] });
  const round = (): Answer => [200, '{"tags":["a"]}', { link: '</v2/acme/ship/tags/list>; rel="next"' }];
  expect(against(listTags(released), round).came).toMatchObject({ is: 'unknown' });
  expect(against(listTags(released), () => [200, '{"tags":null}']).came).toEqual({ is: 'listed', tags: [] });
});

it.each([
  ['/v2/a', `${url}/v2/x`, `${url}/v2/a`],
  ['http://registry.example.com/v2/a?b', `${url}/v2/x`, `${url}/v2/a?b`],
  ['http://other.example.com/v2/a', `${url}/v2/x`, undefined],
  ['file:///etc/passwd', `${url}/v2/x`, undefined],
  ['', `${url}/v2/x`, undefined],
  ['https://user:pass@storage.example.com/a', `${url}/v2/x`, 'https://storage.example.com/a'],
])('goes on at %j, asked at %s', (location, asked, expected) =>
  expect(placeIn({ is: 'answer', status: 202, headers: { location }, text: '', isCut: false }, asked)).toBe(expected),
);

const all = ['latest', '{major}', '{major}.{minor}'];
it.each([
  ['the first', '1.0.0', '', 'latest 1 1.0'],
  ['the highest', '1.4.0', '1.3.9 1.2.0 latest', 'latest 1 1.4'],
  ['an old line', '1.3.9', '1.4.0 2.0.0', '1.3'],
  ['a patch of the highest minor of an old major', '1.4.1', '1.4.0 2.0.0', '1 1.4'],
  ['a prerelease', '2.0.0-rc.1', '1.0.0', ''],
  ['over a prerelease', '1.5.0', '2.0.0-rc.1', 'latest 1 1.5'],
  ['0.x', '0.4.1', '0.4.0', 'latest 0.4'],
  ['late in 0.x', '0.3.9', '0.4.0', '0.3'],
  ['itself, again', '1.4.0', '1.4.0', 'latest 1 1.4'],
  ['tags with a v', '1.3.0', 'v1.4.0', '1.3'],
  ['build metadata', '1.4.0_b.2', '1.4.0_b.1', 'latest 1 1.4'],
  ['two digits', '1.9.0', '1.10.0', '1.9'],
  ['tags that are none', '1.0.0', 'main sha-abc 2024 3 3.1', 'latest 1 1.0'],
  ['no version', 'main', '', ''],
])('labels of %s: %s beside %j', (_, version, tags, expected) =>
  expect(labelsOf({ patterns: all, version, tags: tags.split(' ') }).move.join(' ')).toBe(expected),
);

it('tells why a label stays', () =>
  expect(labelsOf({ patterns: ['latest', '{major}.{minor}.{patch}'], version: '1.0.0', tags: ['2.0.0'] }).stay).toEqual(
    [
      { label: 'latest', because: '2.0.0 is there, and higher' },
      { label: '1.0.0', because: '1.0.0 is a version, which stays what it is' },
    ],
  ));

it.each([
  ['there already', { is: 'present', digest: top }, false],
  ['elsewhere', { is: 'present', digest: 'sha256:other' }, true],
  ['somewhere', { is: 'present' }, true],
  ['absent', { is: 'absent' }, true],
] as const)('a label that is %s', (_, there, expected) => expect(labelMoves(there, [top])).toBe(expected));

const image = (...images: readonly HeldImage[]) => ({ is: 'image' as const, digest: JSON.stringify(images), images });
const one: HeldImage = { platform: 'linux/amd64', revision: 'c0ffee', layers: ['a'], settings: 's' };
const arm: HeldImage = { ...one, platform: 'linux/arm64' };
it.each([
  ['the same', [one, arm], [arm, one], true],
  ['another layer', [one], [{ ...one, layers: ['b'] }], false],
  ['another commit', [one], [{ ...one, revision: 'bad' }], false],
  ['run otherwise', [one], [{ ...one, settings: 't' }], false],
  ['a platform less', [one, arm], [one], false],
  ['another platform', [one], [arm], false],
  ['no commit', [one], [{ platform: 'linux/amd64', layers: ['a'], settings: 's' }], undefined],
])('images: %s', (_, ours, theirs, expected) => expect(isSameImage(image(...ours), image(...theirs))).toBe(expected));

it.each([
  [
    { 'org.opencontainers.image.base.name': 'docker.io/library/alpine:3@sha256:x' },
    {},
    'https://registry-1.docker.io',
    ['library/alpine'],
  ],
  [{ 'org.opencontainers.image.base.name': 'docker.io/library/alpine:3' }, {}, url, []],
  [{}, { 'containerd.io/distribution.source.registry.example.com': 'a/b, acme/ship' }, url, ['a/b']],
  [{ 'org.opencontainers.image.base.name': 'registry.example.com/../x' }, {}, url, []],
])('layers of %j and %j at %s are taken from %j', (annotations, own, registry, expected) =>
  expect(
    sourcesOf({ manifest: { annotations }, layer: { annotations: own }, registry, repository: 'acme/ship' }),
  ).toEqual(expected),
);
