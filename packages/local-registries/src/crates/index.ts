import type { Protocol } from '../protocol.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Refusal } from '../server/refusal.ts';
import { route } from '../server/route.ts';
import { catalogue } from './catalogue.ts';
import { clients } from './clients.ts';
import { exchangeRoutes } from './exchange.ts';
import { publish } from './publish.ts';
import { indexRoutes } from './sparse.ts';
import { webRoutes } from './web.ts';

/** What cargo publishes to and fetches from: a stand-in for crates.io, in its words. */
export const crates: Protocol = {
  upstream: 'https://index.crates.io',
  tokenPrefix: 'cio',
  async open(house) {
    const known = await catalogue(house);
    return {
      routes: [
        ...indexRoutes(known, house.isPrivate),
        route('PUT', '/api/v1/crates/new', 'publish', (ask) => publish(house, known, ask)),
        ...exchangeRoutes(house),
        ...webRoutes(known),
      ],
      refuse: (refusal) => refuse(refusal, house.isPrivate),
      clients,
    };
  },
};

/** crates.io says 403 to strangers; a private registry says 401, and cargo then asks for a login. */
function refuse({ why, status, message, headers }: Refusal, isPrivate: boolean): Answer {
  const stranger = why === 'no-token' || why === 'unknown-token' || why === 'expired-token';
  const detail =
    why === 'no-token' ? 'this action requires authentication' : stranger ? 'authentication failed' : message;
  const login: Readonly<Record<string, string>> =
    stranger && isPrivate
      ? { 'www-authenticate': 'Cargo login_url="https://doc.rust-lang.org/cargo/commands/cargo-login.html"' }
      : {};
  return json({ errors: [{ detail }] }, stranger && !isPrivate ? 403 : status, { ...login, ...headers });
}
