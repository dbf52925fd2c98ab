import { createHash } from 'node:crypto';
import type { Links } from './links.ts';

/** What GitHub tells of a person wherever one is named. */
export function userView(login: string, links: Links) {
  const id = createHash('sha256').update(login).digest().readUInt32BE(0);
  return {
    login,
    id,
    node_id: nodeId('User', id),
    avatar_url: '',
    url: links.api(`/users/${encodeURIComponent(login)}`),
    html_url: links.web(`/${encodeURIComponent(login)}`),
    type: 'User',
    site_admin: false,
  };
}

/** The name of a thing in GraphQL, which nobody may take apart. */
export const nodeId = (kind: string, ...parts: readonly (string | number)[]): string =>
  Buffer.from([kind, ...parts].join(':')).toString('base64');

export const timeOf = (now: number): string => new Date(now).toISOString().replace(/\.\d{3}Z$/, 'Z');
