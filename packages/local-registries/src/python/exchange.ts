import type { House } from '../protocol.ts';
import { at, plain, textOf } from '../reading.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import type { Identified } from '../trust/trust.ts';

const audience = 'pypi';
const lifeMs = 15 * 60 * 1000;

/** Trusted publishing: a job shows who it is, and gets a token for a quarter of an hour. */
export function exchangeRoutes(house: House): readonly Route[] {
  const mint = (ask: Ask): Promise<Answer> => mintToken(house, ask);
  return [
    route('GET', '/_/oidc/audience', 'open', () => json({ audience })),
    route('POST', '/_/oidc/mint-token', 'open', mint),
    route('POST', '/_/oidc/github/mint-token', 'open', mint),
    // Said to be accepted whatever comes of it: nobody learns here which tokens there are.
    route('POST', '/_/oidc/burn-token', 'open', async (ask) => {
      const token = textOf(at(plain(await ask.json()), 'token'));
      if (token !== undefined && isGranted(house, token)) house.tokens.revoke(token);
      return { status: 202 };
    }),
  ];
}

const isGranted = ({ tokens, trust }: House, token: string): boolean =>
  trust.grantOf(tokens.callerOf({ authorization: `Bearer ${token}` })) !== undefined;

async function mintToken({ trust, tokens, clock }: House, ask: Ask): Promise<Answer> {
  const proof = textOf(at(plain(await payload(ask)), 'token'));
  if (proof === undefined) return invalid('invalid-payload', 'token: Input should be a valid string');
  const found = await trust.identify(proof, [audience]);
  if (found.is !== 'known') return spelled(found);
  const { identity } = found;
  if (!trust.isFresh('python', identity)) return invalid('invalid-reuse-token', 'invalid token: already used');
  const publishers = trust.publishers('python', identity);
  if (publishers.length === 0) {
    return invalid(
      'invalid-publisher',
      'valid token, but no corresponding publisher (Publisher with matching claims was not found)',
    );
  }
  const token = trust.grant(tokens, { identity, publishers }, { lifeMs });
  return json({ success: true, token, expires: Math.floor((clock.now() + lifeMs) / 1000) });
}

async function payload(ask: Ask): Promise<unknown> {
  try {
    return await ask.json();
  } catch (error) {
    if (error instanceof Refused && error.refusal.why === 'invalid') return undefined;
    throw error;
  }
}

function spelled(found: Exclude<Identified, { readonly is: 'known' }>): Answer {
  if (found.is === 'malformed') return invalid('invalid-payload', 'malformed JWT');
  if (found.is === 'unknown-issuer') return invalid('invalid-payload', 'unknown trusted publishing issuer');
  return invalid('invalid-token', 'malformed or invalid token');
}

const invalid = (code: string, description: string): Answer =>
  json({ message: 'Token request failed', errors: [{ code, description }] }, 422);
