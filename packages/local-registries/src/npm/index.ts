import type { Protocol } from '../protocol.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Refusal } from '../server/refusal.ts';
import { accountRoutes } from './accounts.ts';
import { catalogue } from './catalogue.ts';
import { changes } from './change.ts';
import { clients } from './clients.ts';
import { exchangeRoutes } from './exchange.ts';
import { packageRoutes } from './routes.ts';
import { otherRoutes } from './search.ts';

/** What npm, pnpm, yarn and bun publish to and install from. */
export const npm: Protocol = {
  upstream: 'https://registry.npmjs.org',
  tokenPrefix: 'npm_',
  async open(house) {
    const known = await catalogue(house);
    return {
      // Paths that begin with `-` first: no package is called so.
      routes: [
        ...(await accountRoutes(house)),
        ...exchangeRoutes(house, known),
        ...otherRoutes(known, house),
        ...packageRoutes(known, changes(house, known)),
      ],
      refuse,
      clients,
    };
  },
};

function refuse({ status, message, headers }: Refusal): Answer {
  const login = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  return json({ error: message }, status, { ...login, ...headers });
}
