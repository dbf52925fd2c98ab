import type { Method, Route } from './route.ts';

export type Match =
  | { readonly is: 'route'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly is: 'method'; readonly allowed: readonly Method[] }
  | { readonly is: 'nothing' };

export type Router = (method: string, segments: readonly string[]) => Match;

/** Finds the first route that fits; a GET route answers HEAD too, unless a HEAD route stands before it. */
export function router(routes: readonly Route[]): Router {
  const compiled = routes.map((route) => ({ route, pattern: route.path.split('/').slice(1) }));
  return (method, segments) => {
    const allowed = new Set<Method>();
    for (const { route, pattern } of compiled) {
      const params = fit(pattern, segments);
      if (params === undefined) continue;
      if (route.method === method || (route.method === 'GET' && method === 'HEAD'))
        return { is: 'route', route, params };
      allowed.add(route.method);
    }
    return allowed.size === 0 ? { is: 'nothing' } : { is: 'method', allowed: [...allowed] };
  };
}

/** At most one part of a pattern takes several segments, so the rest counts from both ends. */
export function fit(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const many = pattern.findIndex((part) => part.startsWith('*'));
  if (many === -1 ? pattern.length !== segments.length : pattern.length > segments.length) return undefined;
  const more = many === -1 ? 0 : segments.length - pattern.length;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const from = many !== -1 && index > many ? index + more : index;
    const value = index === many ? segments.slice(from, from + more + 1).join('/') : (segments[from] ?? '');
    const [, prefix = '', name] = /^([^:*]*)[:*](.*)$/.exec(part) ?? [];
    if (name === undefined ? part !== value : !value.startsWith(prefix)) return undefined;
    if (name === undefined) continue;
    const rest = value.slice(prefix.length);
    if (rest === '' || (index === many && rest.split('/').includes(''))) return undefined;
    params[name] = rest;
  }
  return params;
}
