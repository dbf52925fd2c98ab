import type { Asked, House } from '../protocol.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import type { Caller } from '../server/tokens.ts';
import type { Access } from './access.ts';
import { scopesIn, scopesOf, spelled, type Scope } from './scope.ts';

/** What somebody without a name gets, so that clients have a token to read with. It opens nothing that is not open. */
const anonymous = 'anonymous';

/** `/v2/` and the address that gives tokens. */
export function loginRoutes(house: House, access: Access): readonly Route[] {
  return [
    // Clients learn here how to log in before they push, so nobody without a token is let through, even where reading is free.
    route('GET', '/v2/', 'open', ({ caller, headers }) => ping(house, caller, headers.authorization)),
    route('GET', '/v2', 'open', ({ caller, headers }) => ping(house, caller, headers.authorization)),
    route('GET', '/token', 'open', ({ caller, query }) =>
      give(house, access, caller, { scopes: scopesIn(query.getAll('scope').join(' ')) }),
    ),
    route('POST', '/token', 'open', (ask) => exchange(house, access, ask)),
  ];
}

function ping({ isPrivate }: House, caller: Caller, authorization: string | undefined): Answer {
  const reads = !isPrivate && authorization === `Bearer ${anonymous}`;
  if (caller.is === 'known' || reads) return json({}, 200, version);
  throw new Refused(caller.is === 'expired' ? 'expired-token' : 'no-token', 'authentication required');
}

/** Older clients look for it to tell a registry of version 2 from one of version 1. */
export const version = { 'docker-distribution-api-version': 'registry/2.0' };

interface Wish {
  readonly scopes: readonly Scope[];
  /** The client wants to keep this instead of the password. */
  readonly refresh?: string;
}

function give({ isPrivate, clock }: House, access: Access, caller: Caller, { scopes, refresh }: Wish): Answer {
  const issued = { issued_at: new Date(clock.now()).toISOString() };
  if (caller.is === 'known' && access.isLoggedIn(caller)) {
    const { token, seconds } = access.grant(caller.user, scopes);
    const kept = refresh === undefined ? {} : { refresh_token: refresh };
    const scope = scopes.map(spelled).join(' ');
    return json({ token, access_token: token, expires_in: seconds, scope, ...issued, ...kept });
  }
  if (caller.is === 'nobody' && !isPrivate) {
    return json({ token: anonymous, access_token: anonymous, expires_in: 300, ...issued });
  }
  throw new Refused(caller.is === 'expired' ? 'expired-token' : 'unknown-token', 'incorrect username or password');
}

/** The same as an OAuth2 form, which docker and the clients built like it try first. */
async function exchange(house: House, access: Access, ask: Ask): Promise<Answer> {
  const form = new URLSearchParams((await ask.bytes(64 * 1024)).toString('utf8'));
  const grant = form.get('grant_type');
  const secret = form.get(grant === 'refresh_token' ? 'refresh_token' : 'password');
  if ((grant !== 'password' && grant !== 'refresh_token') || secret === null) {
    return json({ error: grant === null || secret === null ? 'invalid_request' : 'unsupported_grant_type' }, 400);
  }
  const caller = house.tokens.callerOf({ authorization: `Bearer ${secret}` });
  const keeps = grant === 'refresh_token' || form.get('access_type') === 'offline';
  const scopes = scopesIn(form.getAll('scope').join(' '));
  return give(house, access, caller, { scopes, ...(keeps ? { refresh: secret } : {}) });
}

/** Tells a client how to log in for what it asked. */
export function challenge({ login }: House, asked: Asked, error?: string): Readonly<Record<string, string>> {
  const { origin, path } = asked;
  if (login === 'basic' || origin === undefined || path === '/token') {
    return { ...version, 'www-authenticate': 'Basic realm="local-registries"' };
  }
  const scopes = scopesOf(asked);
  const said = [
    `realm="${origin}/token"`,
    `service="${origin.replace(/^https?:\/\//, '')}"`,
    ...(scopes.length === 0 ? [] : [`scope="${scopes.map(spelled).join(' ')}"`]),
    ...(error === undefined ? [] : [`error="${error}"`]),
  ];
  return { ...version, 'www-authenticate': `Bearer ${said.join(',')}` };
}
