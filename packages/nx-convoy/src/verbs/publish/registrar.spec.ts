import { ecosystems } from '../../ecosystems/index.ts';
import type { Access, CredentialDesk } from '../../model/credential.ts';
import type { HttpOutcome, HttpRequest } from '../../model/http.ts';
import type { Parcel, Released, Sent } from '../../model/registry.ts';
import type { Unit } from '../../model/unit.ts';
import type { Going } from './going.ts';
import { registrarOf } from './registrar.ts';

const released: Released = {
  registry: { protocol: 'npm', url: 'https://r.example.com/' },
  name: 'rope',
  version: '1.0.0',
};
const unit: Unit = {
  ...{ id: 'npm:rope', ecosystem: 'npm', name: 'rope', version: '1.0.0', root: 'rope', manifest: 'rope/package.json' },
  ...{ key: 'npm:rope@rope', project: 'rope', private: false, registries: [] },
};
const ecosystem = ecosystems.find(({ id }) => id === 'npm');
if (ecosystem === undefined) throw new Error('npm is no ecosystem any more');
const going: Going = { unit, ecosystem, released, commit: 'c' };
const manifest = Buffer.from(JSON.stringify({ name: 'rope', version: '1.0.0' }));
const parcel: Parcel = {
  ...{ released, path: '/somewhere/rope.tgz', sha1: 'da', entries: ['package/package.json'] },
  artifact: {
    unit: unit.id,
    name: 'rope-1.0.0.tgz',
    path: 'rope.tgz',
    size: 3,
    digests: ['sha512-qw=='],
  },
  read: (entry) => (entry === 'package/package.json' ? manifest : undefined),
};

const lease = (token: string): Access => ({
  is: 'lease',
  credential: { is: 'token', token: { reveal: () => token }, from: 'NPM_TOKEN' },
});

/** A desk that gives out one token after the other, each time that somebody asks afresh. */
function deskOf(tokens: readonly string[]): CredentialDesk & { readonly asked: string[] } {
  const asked: string[] = [];
  let at = 0;
  return {
    asked,
    of(_, how) {
      asked.push(how ?? 'usual');
      if (how === 'afresh') at = Math.min(at + 1, tokens.length - 1);
      return Promise.resolve(lease(tokens[at] ?? ''));
    },
    leave: () => Promise.resolve(),
  };
}

/** A registry that takes what comes with one token, and turns all others away. */
function registryOf(good: string, seen: string[]): (request: HttpRequest) => Promise<HttpOutcome> {
  return ({ headers = {}, method }) => {
    const token = (headers.authorization ?? '').replace('Bearer ', '');
    seen.push(`${method} ${token}`);
    const status = token === good ? 201 : 401;
    return Promise.resolve({ is: 'answer', status, headers: {}, text: '{"error":"token is expired"}', isCut: false });
  };
}

const clock = { now: () => 0, elapsed: () => 0, pause: () => Promise.resolve() };
const told = (sent: Sent): string => (sent.is === 'failed' ? `${sent.how} ${sent.problem.code}` : sent.is);

describe('a credential that ends on the way', () => {
  it.each([
    ['is fetched anew, once', ['old', 'new'], 'new', 'accepted', ['PUT old', 'PUT new']],
    ['is not tried again where there is no other', ['old'], 'new', 'refused UPLOAD_FORBIDDEN', ['PUT old']],
    [
      'is not fetched a third time',
      ['old', 'older', 'new'],
      'new',
      'refused UPLOAD_FORBIDDEN',
      ['PUT old', 'PUT older'],
    ],
    ['is let be while it is good', ['old', 'new'], 'old', 'accepted', ['PUT old']],
  ])('%s', async (_, tokens, good, expected, requests) => {
    const seen: string[] = [];
    const registrar = registrarOf({ fetch: registryOf(good, seen), clock }, deskOf(tokens));
    expect(told(await registrar.upload(going, parcel))).toBe(expected);
    expect(seen).toEqual(requests);
  });

  it('is handed anew to a client that was turned away', async () => {
    const handed: (string | undefined)[] = [];
    const registrar = registrarOf({ clock }, deskOf(['old', 'new']));
    const sent = await registrar.uploadBy(going, (credential) => {
      const token = credential?.is === 'token' ? credential.token.reveal() : undefined;
      handed.push(token);
      const problem = { code: 'UPLOAD_FORBIDDEN', severity: 'error', what: 'no', fix: 'yes' } as const;
      return Promise.resolve(token === 'new' ? { is: 'accepted' } : { is: 'failed', how: 'refused', problem });
    });
    expect([told(sent), handed]).toEqual(['accepted', ['old', 'new']]);
  });

  it('is looked for afresh before anything is sent', async () => {
    const seen: string[] = [];
    const desk = deskOf(['old', 'new']);
    const registrar = registrarOf({ fetch: registryOf('new', seen), clock }, desk);
    expect((await registrar.admission(going, released)).is).not.toBe('refused');
    expect(desk.asked).toContain('afresh');
  });
});
