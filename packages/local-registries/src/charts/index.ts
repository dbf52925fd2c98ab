import type { Protocol } from '../protocol.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Refusal } from '../server/refusal.ts';
import { catalogue } from './catalogue.ts';
import { clients } from './clients.ts';
import { readRoutes } from './routes.ts';
import { uploadRoutes } from './upload.ts';

/** The classic chart repository: `index.yaml`, archives and signatures, with ChartMuseum's way to upload. */
export const charts: Protocol = {
  async open(house) {
    const known = await catalogue(house);
    return { routes: [...readRoutes(house, known), ...uploadRoutes(house, known)], refuse, clients };
  },
};

function refuse({ why, status, message, headers }: Refusal): Answer {
  const stranger = why === 'no-token' || why === 'unknown-token' || why === 'expired-token';
  const login: Readonly<Record<string, string>> = stranger
    ? { 'www-authenticate': 'Basic realm="local-registries"' }
    : {};
  return json({ error: stranger ? 'unauthorized' : message }, status, { ...login, ...headers });
}
