import type { House } from '../protocol.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { route, type Route } from '../server/route.ts';
import type { Catalogue } from './catalogue.ts';

const lifeMs = 60 * 60 * 1000;

/** Trusted publishing: a job shows who it is, and gets a token for one package that is there already. */
export function exchangeRoutes(house: House, known: Catalogue): readonly Route[] {
  return [route('POST', '/-/npm/v1/oidc/token/exchange/package/*name', 'open', (ask) => exchange(house, known, ask))];
}

async function exchange(house: House, known: Catalogue, ask: Ask<{ readonly name: string }>): Promise<Answer> {
  const { trust, tokens, clock } = house;
  const { name } = ask.params;
  const [, proof] = /^bearer\s+(\S+)$/i.exec(ask.headers.authorization ?? '') ?? [];
  if (proof === undefined) return refused(401, 'missing token');
  // Clients ask for the host by which they know the registry; the public one is what a rehearsal may pretend to be.
  const found = await trust.identify(proof, [`npm:${new URL(ask.origin).hostname}`, 'npm:registry.npmjs.org']);
  if (found.is !== 'known') return refused(401, words[found.is]);
  const publishers = trust.publishers('npm', found.identity).filter((publisher) => publisher.package === name);
  // That nobody trusts this job, and that there is nothing to trust it with, sound alike there.
  if (publishers.length === 0 || (await known.find(name, ask.origin)) === undefined)
    return refused(404, 'package not found');
  const token = trust.grant(tokens, { identity: found.identity, publishers }, { lifeMs });
  const time = (ms: number): string => new Date(ms).toISOString();
  return json({ token, token_type: 'oidc', created: time(clock.now()), expires: time(clock.now() + lifeMs) }, 201);
}

const words = {
  malformed: 'invalid token',
  'unknown-issuer': 'unsupported issuer',
  'no-key': 'invalid token',
  'unknown-key': 'invalid token',
  'bad-signature': 'invalid token',
  'wrong-audience': 'invalid audience',
  expired: 'token expired',
} as const;

const refused = (status: number, why: string): Answer =>
  json({ message: `OIDC token exchange error - ${why}` }, status);
