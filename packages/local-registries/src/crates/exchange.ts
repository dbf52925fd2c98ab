import type { House } from '../protocol.ts';
import { at, plain, textOf } from '../reading.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import type { Identified } from '../trust/trust.ts';

const audience = 'crates.io';
const terms = { lifeMs: 30 * 60 * 1000, prefix: 'cio_tp_' };

/** Trusted publishing: a job shows who it is, and gets a token for half an hour, which it may hand back. */
export function exchangeRoutes(house: House): readonly Route[] {
  const path = '/api/v1/trusted_publishing/tokens';
  const exchange = (ask: Ask): Promise<Answer> => exchanged(house, ask);
  return [
    route('PUT', path, 'open', exchange),
    route('POST', path, 'open', exchange),
    route('DELETE', path, 'open', ({ caller, headers }) => {
      const given = (headers.authorization ?? '').replace(/^bearer\s+/i, '');
      if (!given.startsWith(terms.prefix)) {
        return json({ errors: [{ detail: 'Invalid `Authorization` header: Failed to parse token' }] }, 401);
      }
      if (caller.is === 'known') house.tokens.revoke(caller.token);
      return { status: 204 };
    }),
  ];
}

async function exchanged({ trust, tokens }: House, ask: Ask): Promise<Answer> {
  const proof = textOf(at(plain(await ask.json()), 'jwt'));
  if (proof === undefined) throw new Refused('invalid', 'missing field `jwt`');
  const found = await trust.identify(proof, [audience]);
  if (found.is !== 'known') throw new Refused('invalid', words(found));
  const { identity } = found;
  if (!trust.isFresh('crates', identity)) throw new Refused('invalid', 'JWT has already been used');
  const publishers = trust.publishers('crates', identity);
  if (publishers.length === 0) throw new Refused('invalid', 'No matching Trusted Publishing config found');
  return json({ token: trust.grant(tokens, { identity, publishers }, terms) });
}

type Unknown = Exclude<Identified, { readonly is: 'known' }>;

function words(found: Unknown): string {
  if (found.is === 'unknown-issuer') return `Unsupported JWT issuer: ${found.issuer}`;
  if (found.is === 'no-key') return 'Missing JWT key ID';
  return found.is === 'unknown-key' ? 'Invalid JWT key ID' : 'Failed to decode JWT';
}
