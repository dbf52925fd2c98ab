import type { Credential } from '../model/credential.ts';
import type { HttpOutcome, HttpRequest } from '../model/http.ts';
import type { ProtocolId, Registry } from '../model/registry.ts';
import { protocols } from './index.ts';

const secret = 'canary-of-a-token';
const tokenOf = (value: string): Credential => ({ is: 'token', token: { reveal: () => value }, from: 'X_TOKEN' });
const token = tokenOf(secret);
const basic: Credential = { is: 'basic', user: 'ann', password: { reveal: () => secret }, from: 'X_PASSWORD' };

/** A token of PyPI as its server writes one, with a signature that is none. */
function macaroon(location: string, ...caveats: readonly unknown[]): string {
  const field = (type: number, text: string): Buffer =>
    Buffer.concat([Buffer.from([type, text.length]), Buffer.from(text)]);
  const parts = caveats.map((one) => Buffer.concat([field(2, JSON.stringify(one)), Buffer.from([0])]));
  const end = [Buffer.from([0]), field(6, 'x'.repeat(32))];
  const bytes = [Buffer.from([2]), field(1, location), field(2, 'some-id'), Buffer.from([0]), ...parts, ...end];
  return `pypi-${Buffer.concat(bytes).toString('base64url')}`;
}

type Answer = number | readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>] | 'silence';

interface Row {
  readonly is: string;
  readonly at: readonly [protocol: ProtocolId, url: string, upload?: string];
  readonly by?: Credential;
  readonly answers?: readonly Answer[];
  readonly requests?: readonly string[];
  readonly expected: string;
}

const ours = 'https://r.example.com/at';
const config = { dl: 'x', api: 'https://api.example.com' };
const pypi = ['pypi', 'https://pypi.org/simple', 'https://upload.pypi.org/legacy/'] as const;
const bearer = { 'www-authenticate': 'Bearer realm="https://auth.example.com/token",service="r"' };
const grant = (access: unknown): unknown => ({
  token: `x.${Buffer.from(JSON.stringify({ access })).toString('base64url')}.y`,
});
const rights = (...actions: readonly string[]): unknown => grant([{ type: 'repository', name: 'acme/ship', actions }]);

const rows: readonly Row[] = [
  { is: 'nobody', at: ['crates', 'https://index.crates.io'], expected: 'refused NO_CREDENTIAL' },
  { is: 'a token', at: ['crates', 'https://index.crates.io'], by: tokenOf('cioAbc123'), expected: 'untold' },
  { is: 'some word', at: ['crates', 'https://index.crates.io'], by: token, expected: 'refused CREDENTIAL_REFUSED' },
  {
    is: 'an index for members',
    at: ['crates', ours],
    by: token,
    answers: [401, [200, config], 200],
    requests: [
      'GET r.example.com/at/config.json',
      `GET r.example.com/at/config.json ${secret}`,
      `GET api.example.com/api/v1/crates/acme%2Fship/owners ${secret}`,
    ],
    expected: 'untold',
  },
  {
    is: 'a token that is wrong there',
    at: ['crates', ours],
    by: token,
    answers: [401, 403],
    expected: 'refused CREDENTIAL_REFUSED',
  },
  {
    is: 'an index that takes nothing',
    at: ['crates', ours],
    by: token,
    answers: [[200, { dl: 'x' }]],
    expected: 'refused CREDENTIAL_REFUSED',
  },
  {
    is: 'owners for members',
    at: ['crates', ours],
    by: token,
    answers: [[200, config], 403],
    expected: 'refused CREDENTIAL_REFUSED',
  },
  { is: 'silence', at: ['crates', ours], by: token, answers: ['silence'], expected: 'untold' },

  { is: 'nobody', at: pypi, expected: 'refused NO_CREDENTIAL' },
  { is: 'a token for all', at: pypi, by: tokenOf(macaroon('pypi.org', [3, 'user'])), expected: 'untold' },
  {
    is: 'a token of TestPyPI',
    at: pypi,
    by: tokenOf(macaroon('test.pypi.org')),
    expected: 'refused CREDENTIAL_REFUSED',
  },
  { is: 'a token for it', at: pypi, by: tokenOf(macaroon('pypi.org', [1, ['Acme/Ship']])), expected: 'untold' },
  {
    is: 'a token for another',
    at: pypi,
    by: tokenOf(macaroon('pypi.org', [1, ['boat']])),
    expected: 'refused CREDENTIAL_REFUSED',
  },
  {
    is: 'an old token for another',
    at: pypi,
    by: tokenOf(macaroon('pypi.org', { version: 1, permissions: { projects: ['boat'] } })),
    expected: 'refused CREDENTIAL_REFUSED',
  },
  { is: 'a password', at: pypi, by: basic, expected: 'refused CREDENTIAL_REFUSED' },
  { is: 'a word', at: pypi, by: tokenOf('pypi-AAAA'), expected: 'refused CREDENTIAL_REFUSED' },
  { is: 'a password elsewhere', at: ['pypi', ours], by: basic, expected: 'untold' },

  { is: 'nobody', at: ['npm', ours], expected: 'refused NO_CREDENTIAL' },
  { is: 'a stranger', at: ['npm', ours], by: token, answers: [401], expected: 'refused CREDENTIAL_REFUSED' },
  {
    is: 'somebody who may write',
    at: ['npm', ours],
    by: token,
    answers: [
      [200, { username: 'ann' }],
      [200, { ann: 'read-write' }],
    ],
    requests: [
      `GET r.example.com/at/-/whoami Bearer ${secret}`,
      `GET r.example.com/at/-/package/acme%2fship/collaborators Bearer ${secret}`,
    ],
    expected: 'allowed',
  },
  {
    is: 'somebody who may read',
    at: ['npm', ours],
    by: token,
    answers: [
      [200, { username: 'ann' }],
      [200, { ann: 'read-only' }],
    ],
    expected: 'refused CREDENTIAL_REFUSED',
  },
  { is: 'somebody new', at: ['npm', ours], by: token, answers: [[200, { username: 'ann' }], 404], expected: 'untold' },
  { is: 'no word of who', at: ['npm', ours], by: token, answers: [404], expected: 'untold' },

  { is: 'nobody, where all are let in', at: ['oci', ours], answers: [200], expected: 'allowed' },
  {
    is: 'nobody, where all may read',
    at: ['oci', ours],
    answers: [[401, '', bearer], [200, { token: 'x' }], 200],
    expected: 'refused NO_CREDENTIAL',
  },
  {
    is: 'nobody, where nobody is',
    at: ['oci', ours],
    answers: [[401, '', bearer], 401],
    expected: 'refused NO_CREDENTIAL',
  },
  {
    is: 'somebody who may push',
    at: ['oci', ours],
    by: basic,
    answers: [[401, '', bearer], [200, rights('pull', 'push')], 200],
    expected: 'allowed',
  },
  {
    is: 'somebody who may pull',
    at: ['oci', ours],
    by: basic,
    answers: [[401, '', bearer], [200, rights('pull')], 200],
    expected: 'refused CREDENTIAL_REFUSED',
  },
  {
    is: 'somebody with nothing',
    at: ['oci', ours],
    by: basic,
    answers: [[401, '', bearer], [200, grant([])], 200],
    expected: 'refused CREDENTIAL_REFUSED',
  },
  {
    is: 'a token that tells nothing',
    at: ['oci', ours],
    by: basic,
    answers: [[401, '', bearer], [200, { token: 'x' }], 200],
    expected: 'untold',
  },
  {
    is: 'a stranger',
    at: ['oci', ours],
    by: basic,
    answers: [[401, '', bearer], 401],
    expected: 'refused CREDENTIAL_REFUSED',
  },
  {
    is: 'a password that is asked for',
    at: ['oci', ours],
    by: basic,
    answers: [[401, '', { 'www-authenticate': 'Basic realm="x"' }], 200],
    expected: 'untold',
  },
  {
    is: 'a wrong password',
    at: ['oci', ours],
    by: basic,
    answers: [[401, '', { 'www-authenticate': 'Basic realm="x"' }], 401],
    expected: 'refused CREDENTIAL_REFUSED',
  },

  { is: 'nobody', at: ['chart-repository', ours], answers: [401], expected: 'refused NO_CREDENTIAL' },
  {
    is: 'a stranger',
    at: ['chart-repository', ours],
    by: basic,
    answers: [401],
    expected: 'refused CREDENTIAL_REFUSED',
  },
  { is: 'somebody', at: ['chart-repository', ours], by: basic, answers: [200], expected: 'untold' },
];

it.each(rows.map((row) => [row.at[0], row.is, row] as const))('%s asked by %s', (protocol, _, row) => {
  const [, url, upload] = row.at;
  const registry: Registry = { protocol, url, ...(upload === undefined ? {} : { upload }) };
  const dialogue = protocols[protocol].admission?.({ registry, name: 'acme/ship', version: '1.0.0' }, row.by);
  if (dialogue === undefined) throw new Error(protocol);
  const requests: string[] = [];
  let turn = dialogue.next();
  for (const answer of row.answers ?? []) {
    if (turn.done === true) throw new Error(`nothing more is asked, after ${requests.join(', ')}`);
    requests.push(shown(turn.value));
    // It changes nothing there.
    expect(turn.value.method).toBe('GET');
    turn = dialogue.next(outcomeOf(answer));
  }
  if (turn.done !== true) throw new Error(`it asks on: ${shown(turn.value)}`);
  const said = turn.value;
  expect(said.is === 'refused' ? `refused ${said.problem.code}` : said.is).toBe(row.expected);
  if (row.requests !== undefined) expect(requests).toEqual(row.requests);
  expect(JSON.stringify(said)).not.toContain(secret);
});

const shown = ({ method, url, headers = {} }: HttpRequest): string =>
  [method, new URL(url).host + new URL(url).pathname, headers.authorization ?? ''].join(' ').trim();

function outcomeOf(answer: Answer): HttpOutcome {
  if (answer === 'silence') return { is: 'silence', why: 'nobody listens there' };
  const [status, body, headers = {}] = typeof answer === 'number' ? [answer, ''] : answer;
  return { is: 'answer', status, headers, text: typeof body === 'string' ? body : JSON.stringify(body), isCut: false };
}
