/** What a registry wants before it answers: `Bearer realm="https://…",service="…",scope="…"`. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The first challenge of the header (RFC 9110): values are words, or texts in quotes with escapes. */
export function readChallenge(header: string): Challenge | undefined {
  const [, scheme = '', rest = ''] = /^\s*([\w-]+)\s*(.*)$/s.exec(header) ?? [];
  if (scheme === '') return undefined;
  const parameters: Record<string, string> = {};
  for (const [, key = '', quoted, word] of rest.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    parameters[key.toLowerCase()] ??= quoted?.replaceAll(/\\(.)/g, '$1') ?? word ?? '';
  }
  return { scheme: scheme.toLowerCase(), parameters };
}

/** Where a token for nobody in particular is given out; undefined where there is none to be had. */
export function tokenUrl({ scheme, parameters }: Challenge, repository: string, registry: string): string | undefined {
  const { realm = '', service, scope = `repository:${repository}:pull` } = parameters;
  if (scheme !== 'bearer' || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  // Who asks over TLS is not sent to a place without.
  if (url.protocol !== 'https:' && url.protocol !== new URL(registry).protocol) return undefined;
  url.username = url.password = '';
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope);
  return url.href;
}
