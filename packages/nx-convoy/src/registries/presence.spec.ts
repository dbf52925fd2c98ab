import type { HttpOutcome, HttpRequest } from '../model/http.ts';
import type { Presence, ProtocolId } from '../model/registry.ts';
import { indexPath } from './crates/presence.ts';
import { protocols } from './index.ts';
import { readChallenge } from './oci/challenge.ts';

type Answer = readonly [status: number, text?: string, headers?: Readonly<Record<string, string>>];
interface Row {
  readonly is: string;
  readonly protocol: ProtocolId;
  readonly asked: readonly [name: string, version: string];
  readonly answers: readonly (Answer | 'silence' | 'cut')[];
  /** Method and path of each request. */
  readonly requests: readonly string[];
  readonly expected: Presence | { readonly is: 'unknown'; readonly code: string };
}

const url = 'https://registry.example.com/at';
const json = (value: unknown): string => JSON.stringify(value);
const line = (name: string, vers: string, more: object = {}): string => json({ name, vers, ...more });
const simple = { 'content-type': 'application/vnd.pypi.simple.v1+json' };
const file = (filename: string, more: object = {}): object => ({ filename, hashes: { sha256: 'ab' }, ...more });
const html = (...links: readonly string[]): string => `<!DOCTYPE html><html><body>${links.join('\n')}</body></html>`;
const bearer = { 'www-authenticate': 'Bearer realm="https://auth.example.com/token?a=1",service="reg, istry"' };
const head = 'HEAD /at/v2/acme/ship/manifests/1.0.0';
const token = 'GET /token?a=1&service=reg%2C+istry&scope=repository%3Aacme%2Fship%3Apull';

const crates = 'GET /at/sh/ip/ship';
const rows: readonly Row[] = [
  {
    is: 'a crate that nobody has',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: [[404], [200, '{"dl":"https://crates.example.com/dl"}']],
    requests: [crates, 'GET /at/config.json'],
    expected: { is: 'absent', name: 'unknown' },
  },
  {
    is: 'a server that is no index',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: [[404], [404]],
    requests: [crates, 'GET /at/config.json'],
    expected: { is: 'unknown', code: 'REGISTRY_ODD' },
  },
  {
    is: 'a server that answers everything with a page',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: [[404], [200, '<html>']],
    requests: [crates, 'GET /at/config.json'],
    expected: { is: 'unknown', code: 'REGISTRY_ODD' },
  },
  {
    is: 'a crate that the law hides',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: [[451], [200, '{"dl":"https://crates.example.com/dl"}']],
    requests: [crates, 'GET /at/config.json'],
    expected: { is: 'absent', name: 'unknown' },
  },
  {
    is: 'a version of it',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: [[200, `${line('ship', '0.9.0')}\n${line('ship', '1.0.0', { cksum: 'ab', yanked: false })}\n`]],
    requests: [crates],
    expected: { is: 'present', digest: 'sha256:ab' },
  },
  {
    is: 'a yanked one',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: [[200, line('ship', '1.0.0', { yanked: true })]],
    requests: [crates],
    expected: { is: 'present', isYanked: true },
  },
  {
    is: 'another build of it',
    protocol: 'crates',
    asked: ['ship', '1.0.0+b'],
    answers: [[200, line('ship', '1.0.0+a')]],
    requests: [crates],
    expected: { is: 'present' },
  },
  {
    is: 'other versions',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: [[200, line('ship', '0.9.0')]],
    requests: [crates],
    expected: { is: 'absent', name: 'known' },
  },
  {
    is: 'a crate in large letters',
    protocol: 'crates',
    asked: ['Ship', '1.0.0'],
    answers: [[200, line('ship', '0.9.0')]],
    requests: [crates],
    expected: { is: 'absent', name: 'known', twin: 'ship' },
  },
  {
    is: 'a crate with the other dash',
    protocol: 'crates',
    asked: ['a-ship', '1.0.0'],
    answers: [[404], [200, line('a_ship', '0.9.0')]],
    requests: ['GET /at/a-/sh/a-ship', 'GET /at/a_/sh/a_ship'],
    expected: { is: 'absent', name: 'known', twin: 'a_ship' },
  },
  {
    is: 'an index that says something else',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: [[200, '<html>']],
    requests: [crates],
    expected: { is: 'unknown', code: 'REGISTRY_ODD' },
  },
  {
    is: 'an index that is too long',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: ['cut'],
    requests: [crates],
    expected: { is: 'unknown', code: 'REGISTRY_ODD' },
  },
  {
    is: 'an index for members',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: [[401]],
    requests: [crates],
    expected: { is: 'unknown', code: 'REGISTRY_CLOSED' },
  },
  {
    is: 'an index that is broken',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: [[500]],
    requests: [crates],
    expected: { is: 'unknown', code: 'REGISTRY_ODD' },
  },
  {
    is: 'no network',
    protocol: 'crates',
    asked: ['ship', '1.0.0'],
    answers: ['silence'],
    requests: [crates],
    expected: { is: 'unknown', code: 'REGISTRY_SILENT' },
  },

  {
    is: 'a project that nobody has',
    protocol: 'pypi',
    asked: ['My.Ship', '1.0'],
    answers: [[404]],
    requests: ['GET /at/my-ship/'],
    expected: { is: 'absent', name: 'unknown' },
  },
  {
    is: 'a wheel of the version',
    protocol: 'pypi',
    asked: ['My.Ship', '1.0.0'],
    answers: [[200, json({ files: [file('my_ship-1.0-py3-none-any.whl')] }), simple]],
    requests: ['GET /at/my-ship/'],
    expected: { is: 'present', files: [{ name: 'my_ship-1.0-py3-none-any.whl', digest: 'sha256:ab' }] },
  },
  {
    is: 'an old source of the version',
    protocol: 'pypi',
    asked: ['my-ship', '1.0.0'],
    answers: [[200, json({ files: [file('My-Ship-1.0.0.tar.gz', { hashes: {}, yanked: '' })] }), simple]],
    requests: ['GET /at/my-ship/'],
    expected: { is: 'present', isYanked: true, files: [{ name: 'My-Ship-1.0.0.tar.gz', isYanked: true }] },
  },
  {
    is: 'a source of another project',
    protocol: 'pypi',
    asked: ['my', '1.0.0'],
    answers: [[200, json({ files: [file('my-ship-1.0.0.tar.gz')] }), simple]],
    requests: ['GET /at/my/'],
    expected: { is: 'absent', name: 'known' },
  },
  {
    is: 'a version without files',
    protocol: 'pypi',
    asked: ['ship', '1.0.0'],
    answers: [[200, json({ versions: ['1.0'], files: [] }), simple]],
    requests: ['GET /at/ship/'],
    expected: { is: 'present', files: [], isDeleted: true },
  },
  {
    is: 'some of its files yanked',
    protocol: 'pypi',
    asked: ['ship', '1.0rc1'],
    answers: [
      [
        200,
        json({
          files: [
            file('ship-1.0rc1-py3-none-any.whl', { yanked: true }),
            file('ship-1.0.0rc1.tar.gz', { yanked: false }),
          ],
        }),
        simple,
      ],
    ],
    requests: ['GET /at/ship/'],
    expected: {
      is: 'present',
      files: [
        { name: 'ship-1.0rc1-py3-none-any.whl', digest: 'sha256:ab', isYanked: true },
        { name: 'ship-1.0.0rc1.tar.gz', digest: 'sha256:ab' },
      ],
    },
  },
  {
    is: 'a page of links',
    protocol: 'pypi',
    asked: ['ship', '1.0.0'],
    answers: [
      [
        200,
        html(
          `<a href="../f/ship-1.0.0.zip#sha256=${'0'.repeat(64)}" data-yanked="bad &amp; ugly">ship-1.0.0.zip</a>`,
          '<a href="x">ship-2.0.tar.gz</a>',
        ),
        { 'content-type': 'text/html' },
      ],
    ],
    requests: ['GET /at/ship/'],
    expected: {
      is: 'present',
      isYanked: true,
      files: [{ name: 'ship-1.0.0.zip', digest: `sha256:${'0'.repeat(64)}`, isYanked: true }],
    },
  },
  {
    is: 'an empty page',
    protocol: 'pypi',
    asked: ['ship', '1.0.0'],
    answers: [[200, html(), { 'content-type': 'text/html' }]],
    requests: ['GET /at/ship/'],
    expected: { is: 'absent', name: 'known' },
  },
  {
    is: 'a page that is none',
    protocol: 'pypi',
    asked: ['ship', '1.0.0'],
    answers: [[200, 'hello', { 'content-type': 'text/plain' }]],
    requests: ['GET /at/ship/'],
    expected: { is: 'unknown', code: 'REGISTRY_ODD' },
  },

  {
    is: 'a package that nobody has',
    protocol: 'npm',
    asked: ['@acme/ship', '1.0.0'],
    answers: [[404]],
    requests: ['GET /at/@acme%2fship'],
    expected: { is: 'absent', name: 'unknown' },
  },
  {
    is: 'a package with the version',
    protocol: 'npm',
    asked: ['ship', '1.0.0'],
    answers: [[200, json({ versions: { '1.0.0': { dist: { integrity: 'sha512-x', shasum: 'ab' } } } })]],
    requests: ['GET /at/ship'],
    expected: { is: 'present', digest: 'sha512-x' },
  },
  {
    is: 'a package with another build',
    protocol: 'npm',
    asked: ['ship', '1.0.0+b'],
    answers: [[200, json({ versions: { '1.0.0': {} } })]],
    requests: ['GET /at/ship'],
    expected: { is: 'present' },
  },
  {
    is: 'a version that was unpublished',
    protocol: 'npm',
    asked: ['ship', '1.0.0'],
    answers: [
      [200, json({ versions: {} })],
      [200, json({ versions: {}, time: { '1.0.0': '2026-01-01' } })],
    ],
    requests: ['GET /at/ship', 'GET /at/ship'],
    expected: { is: 'present', isDeleted: true },
  },
  {
    is: 'a whole package that was unpublished',
    protocol: 'npm',
    asked: ['ship', '1.0.0'],
    answers: [[200, json({ time: { unpublished: { versions: ['1.0.0'] } } })]],
    requests: ['GET /at/ship'],
    expected: { is: 'present', isDeleted: true },
  },
  {
    is: 'a new version, whose whole document is too long',
    protocol: 'npm',
    asked: ['ship', '1.0.0'],
    answers: [[200, json({ versions: {} })], 'cut'],
    requests: ['GET /at/ship', 'GET /at/ship'],
    expected: { is: 'absent', name: 'known' },
  },
  {
    is: 'a name of Object',
    protocol: 'npm',
    asked: ['ship', 'constructor'],
    answers: [[200, json({ versions: {}, time: {} })]],
    requests: ['GET /at/ship'],
    expected: { is: 'absent', name: 'known' },
  },
  {
    is: 'something that is no package',
    protocol: 'npm',
    asked: ['ship', '1.0.0'],
    answers: [[200, '[]']],
    requests: ['GET /at/ship'],
    expected: { is: 'unknown', code: 'REGISTRY_ODD' },
  },

  {
    is: 'an image',
    protocol: 'oci',
    asked: ['acme/ship', '1.0.0'],
    answers: [[200, '', { 'docker-content-digest': 'sha256:cd' }]],
    requests: [head],
    expected: { is: 'present', digest: 'sha256:cd' },
  },
  {
    is: 'no image',
    protocol: 'oci',
    asked: ['acme/ship', '1.0.0'],
    answers: [[404]],
    requests: [head],
    expected: { is: 'absent' },
  },
  {
    is: 'a chart with build metadata',
    protocol: 'oci',
    asked: ['acme/ship', '1.0.0+b.1'],
    answers: [[404]],
    requests: ['HEAD /at/v2/acme/ship/manifests/1.0.0_b.1'],
    expected: { is: 'absent' },
  },
  {
    is: 'an image behind a token',
    protocol: 'oci',
    asked: ['acme/ship', '1.0.0'],
    answers: [[401, '', bearer], [200, json({ token: 'x' })], [404]],
    requests: [head, token, `${head} Bearer x`],
    expected: { is: 'absent' },
  },
  {
    is: 'an image for members',
    protocol: 'oci',
    asked: ['acme/ship', '1.0.0'],
    answers: [[401, '', bearer], [200, json({ access_token: 'x' })], [403]],
    requests: [head, token, `${head} Bearer x`],
    expected: { is: 'unknown', code: 'REGISTRY_CLOSED' },
  },
  {
    is: 'an image without a token for strangers',
    protocol: 'oci',
    asked: ['acme/ship', '1.0.0'],
    answers: [[401, '', bearer], [403]],
    requests: [head, token],
    expected: { is: 'unknown', code: 'REGISTRY_CLOSED' },
  },
  {
    is: 'an image behind a password',
    protocol: 'oci',
    asked: ['acme/ship', '1.0.0'],
    answers: [[401, '', { 'www-authenticate': 'Basic realm="x"' }]],
    requests: [head],
    expected: { is: 'unknown', code: 'REGISTRY_CLOSED' },
  },
  {
    is: 'an image whose tokens are given out in the clear',
    protocol: 'oci',
    asked: ['acme/ship', '1.0.0'],
    answers: [[401, '', { 'www-authenticate': 'Bearer realm="http://auth.example.com"' }]],
    requests: [head],
    expected: { is: 'unknown', code: 'REGISTRY_CLOSED' },
  },

  {
    is: 'a chart',
    protocol: 'chart-repository',
    asked: ['ship', '1.0.0'],
    answers: [[200, 'apiVersion: v1\nentries:\n  ship:\n    - version: v1.0.0\n      digest: ab\n']],
    requests: ['GET /at/index.yaml'],
    expected: { is: 'present', digest: 'sha256:ab' },
  },
  {
    is: 'an index in JSON',
    protocol: 'chart-repository',
    asked: ['ship', '1.0.0'],
    answers: [[200, json({ apiVersion: 'v1', entries: { ship: [{ version: '0.9.0' }] } })]],
    requests: ['GET /at/index.yaml'],
    expected: { is: 'absent', name: 'known' },
  },
  {
    is: 'an index of others',
    protocol: 'chart-repository',
    asked: ['ship', '1.0.0'],
    answers: [[200, 'apiVersion: v1\nentries: {}\n']],
    requests: ['GET /at/index.yaml'],
    expected: { is: 'absent', name: 'unknown' },
  },
  {
    is: 'a page in its place',
    protocol: 'chart-repository',
    asked: ['ship', '1.0.0'],
    answers: [[200, '<html></html>']],
    requests: ['GET /at/index.yaml'],
    expected: { is: 'unknown', code: 'REGISTRY_ODD' },
  },
];

it.each(rows.map((row) => [row.protocol, row.is, row] as const))('%s: %s', (protocol, _, row) => {
  const [name, version] = row.asked;
  const dialogue = protocols[protocol].presence({ registry: { protocol, url }, name, version });
  const requests: string[] = [];
  let turn = dialogue.next();
  for (const answer of row.answers) {
    if (turn.done !== true) {
      requests.push(shown(turn.value));
      turn = dialogue.next(outcomeOf(answer));
    }
  }
  expect(requests).toEqual(row.requests);
  expect(turn.done).toBe(true);
  const presence = turn.value as Presence;
  expect(presence.is === 'unknown' ? { is: 'unknown', code: presence.problem.code } : presence).toEqual(row.expected);
});

function shown({ method, url: at, headers = {} }: HttpRequest): string {
  const { pathname, search } = new URL(at);
  return [method, pathname + search, headers.authorization ?? ''].join(' ').trim();
}

function outcomeOf(answer: Row['answers'][number]): HttpOutcome {
  if (answer === 'silence') return { is: 'silence', why: 'nobody listens there' };
  if (answer === 'cut') return { is: 'answer', status: 200, headers: {}, text: '{"versions":', isCut: true };
  const [status, text = '', headers = {}] = answer;
  return { is: 'answer', status, headers, text, isCut: false };
}

it.each([
  ['a', '1/a'],
  ['Ab', '2/ab'],
  ['abc', '3/a/abc'],
  ['Cargo_X', 'ca/rg/cargo_x'],
])('the index has %s at %s', (name, path) => expect(indexPath(name)).toBe(path));

it.each([
  ['Bearer realm="https://a/b",service=c', { scheme: 'bearer', parameters: { realm: 'https://a/b', service: 'c' } }],
  ['basic  Realm = "a \\"b\\", c"', { scheme: 'basic', parameters: { realm: 'a "b", c' } }],
  ['', undefined],
])('reads the challenge %j', (header, expected) => expect(readChallenge(header)).toEqual(expected));
