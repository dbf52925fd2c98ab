/** What a registry wants before it answers: `Bearer realm="https://…",service="…",scope="…"`. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The one that can be met, of those that the header lists: a token before a password. */
export function readChallenge(header: string): Challenge | undefined {
  const all = readChallenges(header);
  const named = (wanted: string): Challenge | undefined => all.find(({ scheme }) => scheme === wanted);
  return named('bearer') ?? named('basic') ?? all[0];
}

/** All of the header (RFC 9110): schemes, each with values that are words, or texts in quotes with escapes. */
function readChallenges(header: string): readonly Challenge[] {
  const found: { readonly scheme: string; readonly parameters: Record<string, string> }[] = [];
  for (const [, key = '', quoted, word] of header.matchAll(/([\w-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g)) {
    const value = quoted?.replaceAll(/\\(.)/g, '$1') ?? word;
    if (value === undefined) found.push({ scheme: key.toLowerCase(), parameters: {} });
    else {
      const parameters = found.at(-1)?.parameters;
      if (parameters !== undefined) parameters[key.toLowerCase()] ??= value;
    }
  }
  return found;
}

/** Where tokens are given out, and what they are asked for; undefined where there is none to be had. */
export function tokenPlace(
  { scheme, parameters }: Challenge,
  wanted: readonly string[],
  registry: string,
): { readonly url: URL; readonly service?: string; readonly scopes: readonly string[] } | undefined {
  const { realm = '', service, scope } = parameters;
  if (scheme !== 'bearer' || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  // Who asks over TLS is not sent to a place without.
  if (url.protocol !== 'https:' && url.protocol !== new URL(registry).protocol) return undefined;
  url.username = url.password = '';
  // What the challenge names is what the request needs, in the registry's own spelling.
  const named = scope?.split(' ').filter((one) => one !== '') ?? [];
  const scopes = [...named, ...wanted.filter((one) => !named.some((other) => placeOf(other) === placeOf(one)))];
  return { url, ...(service === undefined ? {} : { service }), scopes };
}

/** `repository:acme/ship` of `repository:acme/ship:pull`. */
const placeOf = (scope: string): string => scope.replace(/:[^:]*$/, '');
