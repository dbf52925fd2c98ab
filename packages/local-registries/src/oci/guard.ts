import type { Asked, House } from '../protocol.ts';
import type { Answer } from '../server/answer.ts';
import type { Refusal, Why } from '../server/refusal.ts';
import type { Route } from '../server/route.ts';
import type { Access } from './access.ts';
import { isName } from './grammar.ts';
import { challenge } from './login.ts';
import { badName, complain, Problem, type Code } from './problem.ts';
import { scopesOf } from './scope.ts';

/** Lets a route answer what is well named and allowed, and says its problems in the words of the specification. */
export function guarded(house: House, access: Access): (route: Route) => Route {
  return (route) => ({
    ...route,
    async answer(ask) {
      try {
        const { name } = ask.params;
        if (name !== undefined && !isName(name)) throw badName(name);
        const path = route.path.replace('*name', name ?? '');
        const asked = { method: ask.method, path, query: ask.query, origin: ask.origin };
        const scopes = scopesOf(asked);
        if (!scopes.every((scope) => access.may(ask.caller, scope))) {
          throw new Problem(
            401,
            { code: 'UNAUTHORIZED', message: 'requested access to the resource is denied', detail: scopes },
            challenge(house, asked, 'insufficient_scope'),
          );
        }
        return await route.answer(ask);
      } catch (error) {
        if (error instanceof Problem) return complain(error.status, error.complaints, error.headers);
        throw error;
      }
    },
  });
}

/** What the server itself refuses. */
export function refuse(house: House, { why, status, message, headers }: Refusal, asked: Asked): Answer {
  const login =
    why === 'no-token'
      ? challenge(house, asked)
      : why === 'unknown-token' || why === 'expired-token'
        ? challenge(house, asked, 'invalid_token')
        : {};
  return complain(status, [{ code: why === 'invalid' ? invalid(asked.path) : codes[why], message }], {
    ...login,
    ...headers,
  });
}

const codes: Readonly<Record<Exclude<Why, 'invalid'>, Code>> = {
  'no-token': 'UNAUTHORIZED',
  'unknown-token': 'UNAUTHORIZED',
  'expired-token': 'UNAUTHORIZED',
  forbidden: 'DENIED',
  'read-only': 'UNAVAILABLE',
  'too-many-requests': 'TOOMANYREQUESTS',
  'not-found': 'NAME_UNKNOWN',
  method: 'UNSUPPORTED',
  'too-large': 'SIZE_INVALID',
  conflict: 'DENIED',
  unavailable: 'UNAVAILABLE',
  failed: 'UNKNOWN',
};

/** A body that broke off, or a path that is none. */
const invalid = (path: string): Code =>
  /\/blobs\//.test(path) ? 'BLOB_UPLOAD_INVALID' : /\/manifests\//.test(path) ? 'MANIFEST_INVALID' : 'NAME_INVALID';
