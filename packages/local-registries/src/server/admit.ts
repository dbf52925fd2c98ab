import { doing } from '../faults/inflict.ts';
import type { Exchange } from './exchange.ts';
import { Refused } from './refusal.ts';
import type { Role } from './route.ts';
import type { Caller, Tokens } from './tokens.ts';

/** Tells who asks, and refuses whom a route is not for. */
export function admit(
  { tokens, isPrivate }: { readonly tokens: Tokens; readonly isPrivate: boolean },
  exchange: Exchange,
  role: Role,
): Caller {
  const caller = callerOf(tokens, exchange);
  if (caller.is === 'known') exchange.user = caller.user;
  if (caller.is === 'known' && caller.onlyPublishes === true && !jobsMay.has(role)) {
    throw new Refused('forbidden', 'This token may publish, and nothing else.');
  }
  if (role === 'open' || caller.is === 'known' || (reading.has(role) && !isPrivate)) return caller;
  if (caller.is === 'expired') throw new Refused('expired-token', 'This token has expired.');
  if (caller.is === 'stranger') throw new Refused('unknown-token', 'This token is unknown.');
  throw new Refused('no-token', 'This needs a token.');
}

function callerOf(tokens: Tokens, { request, hits }: Exchange): Caller {
  const caller = tokens.callerOf(request.headers);
  return caller.is === 'known' && doing(hits, 'expire-token') !== undefined ? { is: 'expired' } : caller;
}

const jobsMay: ReadonlySet<Role> = new Set(['index', 'download', 'search', 'publish', 'open']);
const reading: ReadonlySet<Role> = new Set(['index', 'download', 'search']);
