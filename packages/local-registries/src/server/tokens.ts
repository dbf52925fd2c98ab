import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../clock.ts';

/** Who asks: somebody with a token of this registry, nobody, or somebody whose token is no use. */
export type Caller =
  | { readonly is: 'known'; readonly user: string; readonly token: string; readonly onlyPublishes?: true }
  | { readonly is: 'nobody' | 'stranger' | 'expired' };

/** The tokens of one registry. Exchange endpoints and logins issue more. */
export interface Tokens {
  issue(options?: Issue): string;
  revoke(token: string): boolean;
  callerOf(headers: IncomingHttpHeaders): Caller;
  /** Takes every token out of a text that is kept or shown. */
  hide(text: string): string;
}

export interface Issue {
  readonly user?: string;
  readonly token?: string;
  readonly lifeMs?: number;
  /** It is no use for anything that changes what is published, as tokens that a job is granted. */
  readonly onlyPublishes?: boolean;
}

interface Issued extends Pick<Issue, 'onlyPublishes'> {
  readonly user: string;
  readonly digest: Buffer;
  readonly until: number;
}

export function tokensOf(clock: Clock, prefix: string): Tokens {
  const issued = new Map<string, Issued>();
  const secrets = new Set<string>();
  const find = (given: string): Caller => {
    const digest = sha256(given);
    let caller: Caller = { is: 'stranger' };
    // Every token is compared, by digests of one length: how long this takes tells nothing about any of them.
    for (const [token, known] of issued) {
      if (!timingSafeEqual(digest, known.digest)) continue;
      const { user, until, onlyPublishes } = known;
      const limit = onlyPublishes === true ? { onlyPublishes } : {};
      caller = until > clock.now() ? { is: 'known', user, token, ...limit } : { is: 'expired' };
    }
    return caller;
  };
  return {
    issue({ user = 'local', token = `${prefix}${randomBytes(20).toString('hex')}`, lifeMs = Infinity, ...more } = {}) {
      issued.set(token, { user, digest: sha256(token), until: clock.now() + lifeMs, ...more });
      secrets.add(token);
      return token;
    },
    revoke: (token) => issued.delete(token),
    callerOf: ({ authorization, 'private-token': own }) => {
      // Only GitLab's clients have a header of their own.
      const given = [...(authorization === undefined ? [] : offered(authorization)), ...[own ?? []].flat()];
      if (given.length === 0) return { is: 'nobody' };
      const found = given.map(find);
      return found.find(({ is }) => is === 'known') ?? found.find(({ is }) => is === 'expired') ?? { is: 'stranger' };
    },
    // Longest first: a token that begins like another one must not leave its end behind.
    hide: (text) =>
      [...secrets].sort((a, b) => b.length - a.length).reduce((rest, one) => rest.replaceAll(one, '***'), text),
  };
}

/** `Bearer x`, `Basic` with the token as password or (as some clients do) as user, or the bare token as cargo sends it. */
function offered(authorization: string): readonly string[] {
  const [, scheme = '', rest = ''] = /^(\S+)\s+(.+)$/.exec(authorization.trim()) ?? [];
  if (/^(bearer|token)$/i.test(scheme)) return [rest];
  if (/^basic$/i.test(scheme)) {
    const decoded = Buffer.from(rest, 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    const parts = colon === -1 ? [decoded] : [decoded.slice(colon + 1), decoded.slice(0, colon)];
    return parts.filter((part) => part !== '');
  }
  return authorization.trim() === '' ? [] : [authorization.trim()];
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
