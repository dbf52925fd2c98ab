import type { House } from '../protocol.ts';
import type { Caller } from '../server/tokens.ts';
import { covers, spelled, type Scope } from './scope.ts';

/** Who may do what: tokens of the registry are good for everything, those that it gave for a scope for that scope. */
export interface Access {
  may(caller: Caller, scope: Scope): boolean;
  /** Whether the registry knows this caller by a token of the registry itself. */
  isLoggedIn(caller: Caller): boolean;
  /** A token that is good for these scopes, and how long. */
  grant(user: string, scopes: readonly Scope[]): { readonly token: string; readonly seconds: number };
}

/** As long as most registries give; a client that is slower asks again. */
const lifeMs = 300_000;

interface Granted {
  readonly token: string;
  readonly scopes: readonly Scope[];
  readonly until: number;
}

export function accessOf({ tokens, clock, isPrivate }: Pick<House, 'tokens' | 'clock' | 'isPrivate'>): Access {
  const byToken = new Map<string, Granted>();
  const byWish = new Map<string, Granted>();
  return {
    may(caller, scope) {
      const reads = scope.actions.every((action) => action === 'pull' || scope.type === 'registry');
      if (caller.is !== 'known') return reads && !isPrivate;
      const granted = byToken.get(caller.token);
      return granted === undefined || (reads && !isPrivate) || covers(granted.scopes, scope);
    },
    // A token for a scope must not buy one for another scope.
    isLoggedIn: (caller) => caller.is === 'known' && !byToken.has(caller.token),
    grant(user, scopes) {
      const wish = JSON.stringify([user, ...scopes.map(spelled).sort()]);
      const known = byWish.get(wish);
      const now = clock.now();
      // The same wish gets the same token while that is fresh: clients ask for one per request.
      if (known !== undefined && known.until - now > lifeMs / 2) {
        return { token: known.token, seconds: Math.floor((known.until - now) / 1000) };
      }
      for (const [key, { token, until }] of byWish) {
        if (until > now) continue;
        byWish.delete(key);
        byToken.delete(token);
        tokens.revoke(token);
      }
      const token = tokens.issue({ user, lifeMs });
      const granted = { token, scopes, until: now + lifeMs };
      byWish.set(wish, granted);
      byToken.set(token, granted);
      return { token, seconds: lifeMs / 1000 };
    },
  };
}
