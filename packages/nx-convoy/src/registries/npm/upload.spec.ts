import type { HttpAnswer, HttpOutcome, HttpRequest } from '../../model/http.ts';
import type { Parcel, Sent } from '../../model/registry.ts';
import { distTag } from '../../versions/dist-tag.ts';
import { hosted } from './hosted.ts';
import { upload } from './upload.ts';

const parcelOf = (told: object = {}, more: Partial<Parcel> = {}): Parcel => {
  const text = JSON.stringify({ name: '@quay/buoy', version: '1.0.0', ...told });
  return {
    released: { registry: { protocol: 'npm', url: 'https://npm.example/own/' }, name: '@quay/buoy', version: '1.0.0' },
    artifact: {
      unit: 'npm:@quay/buoy',
      name: 'quay-buoy-1.0.0.tgz',
      path: 'x',
      size: 3,
      digests: ['sha256:ab', 'sha512-qw=='],
    },
    path: '/somewhere/quay-buoy-1.0.0.tgz',
    entries: ['package/package.json'],
    read: (entry) => (entry === 'package/package.json' ? Buffer.from(text) : undefined),
    sha1: 'cd',
    commit: 'c0ffee',
    ...more,
  };
};

function talk(parcel: Parcel, answer?: HttpOutcome): { readonly asked?: HttpRequest; readonly sent: Sent } {
  const dialogue = upload(parcel, { is: 'token', token: { reveal: () => 'npm_secret' }, from: 'NPM_TOKEN' });
  const first = dialogue.next();
  if (first.done === true) return { sent: first.value };
  const last = dialogue.next(answer ?? { is: 'silence', why: 'no answer' });
  if (last.done !== true) throw new Error('It asks twice.');
  return { asked: first.value, sent: last.value };
}

const json = (status: number, said: object, headers: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  ...{ is: 'answer', status, isCut: false, text: JSON.stringify(said) },
  headers: { 'content-type': 'application/json', ...headers },
});

it.each<readonly [string, HttpOutcome, string, string]>([
  [
    'npm has it',
    json(403, { error: 'You cannot publish over the previously published versions: 1.0.0.' }),
    'exists',
    'UPLOAD_EXISTS',
  ],
  ['Verdaccio has it', json(409, { error: 'this package is already present' }), 'exists', 'UPLOAD_EXISTS'],
  ['GitHub has it', json(409, { error: 'Cannot publish over existing version' }), 'exists', 'UPLOAD_EXISTS'],
  ['GitLab has it', json(403, { message: '403 Forbidden - Package already exists.' }), 'exists', 'UPLOAD_EXISTS'],
  [
    'Nexus has it',
    { ...json(400, {}), reason: 'Repository does not allow updating assets: npm-hosted' },
    'exists',
    'UPLOAD_EXISTS',
  ],
  [
    'npm is not done with the last one',
    json(409, {
      error:
        'Failed to save packument. A common cause is if you try to publish a new package before the previous package has been fully processed.',
    }),
    'unknown',
    'UPLOAD_UNKNOWN',
  ],
  [
    'CouchDB has seen another change',
    json(409, { error: 'conflict', reason: 'Document update conflict.' }),
    'unknown',
    'UPLOAD_UNKNOWN',
  ],
  [
    'npm wants to be paid',
    json(402, { error: 'You must sign up for private packages' }),
    'refused',
    'UPLOAD_FORBIDDEN',
  ],
  ['npm wants a password of one time', json(401, {}, { 'www-authenticate': 'OTP' }), 'refused', 'UPLOAD_NEEDS_OTP'],
  [
    'npm wants one, and says so otherwise',
    json(401, { error: 'You must provide a one-time pass. Upgrade your client to npm@latest in order to use 2FA.' }),
    'refused',
    'UPLOAD_NEEDS_OTP',
  ],
  [
    'npm lets in other addresses alone',
    json(401, {}, { 'www-authenticate': 'Basic, ipaddress' }),
    'refused',
    'UPLOAD_FORBIDDEN',
  ],
  ['a token that is wrong', json(401, { error: 'Unauthorized' }), 'refused', 'UPLOAD_FORBIDDEN'],
  [
    'a token for another name',
    json(403, { error: 'You do not have permission to publish "buoy". Are you logged in as the correct user?' }),
    'refused',
    'UPLOAD_FORBIDDEN',
  ],
  ['npm hides what one may not write', json(404, { error: 'Not found' }), 'refused', 'UPLOAD_FORBIDDEN'],
  [
    'all was unpublished today',
    json(403, { error: '@quay/buoy cannot be republished until 24 hours have passed.' }),
    'refused',
    'VERSION_DELETED',
  ],
  ['too large', json(413, {}), 'refused', 'UPLOAD_TOO_LARGE'],
  ['too many', json(429, { error: 'Too Many Requests' }, { 'retry-after': '3' }), 'transient', 'UPLOAD_PUT_OFF'],
  ['down', json(503, { error: 'No frontdoor hosts available' }), 'unknown', 'UPLOAD_UNKNOWN'],
  ['silent', { is: 'silence', why: 'ECONNRESET' }, 'unknown', 'UPLOAD_UNKNOWN'],
])('%s', (_, answer, how, code) =>
  expect(talk(parcelOf(), answer).sent).toMatchObject({
    is: 'failed',
    how,
    problem: { code, fix: expect.stringMatching(/./) },
  }),
);

it('sends the file within the document', () => {
  const { asked, sent } = talk(
    parcelOf({ publishConfig: { access: 'public' } }, { channel: 'next' }),
    json(201, { ok: true }),
  );
  expect(sent).toEqual({ is: 'accepted' });
  expect(asked).toMatchObject({
    method: 'PUT',
    url: 'https://npm.example/own/@quay%2fbuoy',
    headers: { authorization: 'Bearer npm_secret' },
  });
  const [head, file, tail] = asked?.body as readonly [string, object, string];
  expect(file).toEqual({ file: '/somewhere/quay-buoy-1.0.0.tgz', as: 'base64' });
  expect(JSON.parse(`${head}QUJD${tail}`)).toEqual({
    _id: '@quay/buoy',
    name: '@quay/buoy',
    'dist-tags': { next: '1.0.0' },
    access: 'public',
    versions: {
      '1.0.0': expect.objectContaining({
        gitHead: 'c0ffee',
        dist: {
          integrity: 'sha512-qw==',
          shasum: 'cd',
          tarball: 'http://npm.example/own/@quay/buoy/-/@quay/buoy-1.0.0.tgz',
        },
      }),
    },
    _attachments: { '@quay/buoy-1.0.0.tgz': { content_type: 'application/octet-stream', length: 3, data: 'QUJD' } },
  });
});

it.each([
  ['is private', { private: true }, 'PACKAGE_PRIVATE'],
  ['is called otherwise', { name: 'other' }, 'PACKAGE_OTHER'],
  ['has another version', { version: '1.0.1' }, 'PACKAGE_OTHER'],
])('sends nothing that %s', (_, told, code) =>
  expect(talk(parcelOf(told))).toEqual({
    sent: expect.objectContaining({ how: 'refused', problem: expect.objectContaining({ code }) }),
  }),
);

it.each([
  ['latest', '1.0.0', 'latest'],
  ['1.x', '1.0.0', 'release-1.x'],
  [undefined, '1.2.3', 'latest-1'],
  [undefined, '2.0.0-rc.1', 'rc'],
  [undefined, '2.0.0-1', 'next'],
])('offers %s %s as %s', (channel, version, tag) => expect(distTag(channel, version)).toBe(tag));

it.each([
  ['quay/buoy', 'git+https://github.com/quay/buoy.git'],
  ['github:quay/buoy#v1', 'git+https://github.com/quay/buoy.git#v1'],
  ['git@github.com:quay/buoy.git', 'git+ssh://git@github.com/quay/buoy.git'],
  ['https://www.github.com/quay/buoy/tree/main', 'git+https://github.com/quay/buoy.git#main'],
  ['git://gitlab.com/quay/part/buoy', 'git://gitlab.com/quay/part/buoy.git'],
  ['bitbucket:quay/buoy', 'git+https://bitbucket.org/quay/buoy.git'],
  ['https://forge.example/quay/buoy', undefined],
  ['./quay/buoy', undefined],
  ['^1.0.0', undefined],
])('writes %s as %s', (told, url) => expect(hosted(told)?.url).toBe(url));
