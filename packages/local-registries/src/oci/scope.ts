import { isName } from './grammar.ts';

/** What may be done with a repository, as tokens and challenges spell it: `repository:app/web:pull,push`. */
export interface Scope {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

export interface Wanted {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** What a request needs: leave for its repository, and to read in the one that it mounts from. */
export function scopesOf({ method, path, query }: Wanted): readonly Scope[] {
  const scope = scopeOf(method, path);
  const from = query.has('mount') ? (query.get('from') ?? '') : '';
  if (scope === undefined || method !== 'POST' || !isName(from)) return scope === undefined ? [] : [scope];
  return [scope, { type: 'repository', name: from, actions: ['pull'] }];
}

function scopeOf(method: string, path: string): Scope | undefined {
  if (path === '/v2/_catalog') return { type: 'registry', name: 'catalog', actions: ['*'] };
  const upload = /^\/v2\/(.+)\/blobs\/uploads(?:\/[^/]*)?$/.exec(path)?.[1];
  const name = upload ?? /^\/v2\/(.+)\/(?:blobs|manifests|tags|referrers)\/[^/]*$/.exec(path)?.[1] ?? '';
  // A header is made of it: nothing but a proper name may come in.
  if (!isName(name)) return undefined;
  const both = ['pull', 'push'];
  if (upload !== undefined) return { type: 'repository', name, actions: both };
  const reads = method === 'GET' || method === 'HEAD';
  return {
    type: 'repository',
    name,
    actions: reads ? ['pull'] : method === 'DELETE' ? ['delete'] : both,
  };
}

export const spelled = ({ type, name, actions }: Scope): string => `${type}:${name}:${actions.join(',')}`;

/** One or several, apart by spaces; what is no scope is left out. A name may hold a colon (`host:5000/app`). */
export function scopesIn(text: string): readonly Scope[] {
  return text.split(' ').flatMap((one) => {
    const [, type, name, actions] = /^([a-z]+)(?:\([a-z]*\))?:(.+):([a-z*,]+)$/.exec(one) ?? [];
    return type === undefined || name === undefined || actions === undefined
      ? []
      : [{ type, name, actions: actions.split(',').filter((action) => action !== '') }];
  });
}

export const covers = (given: readonly Scope[], { type, name, actions }: Scope): boolean =>
  actions.every((action) =>
    given.some(
      (one) => one.type === type && one.name === name && (one.actions.includes(action) || one.actions.includes('*')),
    ),
  );
