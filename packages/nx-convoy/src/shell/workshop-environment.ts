import { ofNpmScripts, withoutCredentials, withoutSecrets } from './secrets.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Builds run code that people elsewhere wrote: what opens anything is kept from them, also under names that other children may see. Who
 * needs one to fetch what it builds from, names it.
 */
const doubtfulName =
  /JWT|OIDC|WEBHOOK|(?:^|_)(?:KEY|PWD|PASS|PIN|CERT|CREDS?|SAS|AUTH|LOGIN|COOKIE)(?:_|$)|PRIVATE|KEYSTORE|KUBECONFIG|^(?:AWS|AZURE|ARM|GOOGLE|GCP|CLOUDSDK|VAULT|ACTIONS_(?:ID|RUNTIME))_/i;

/** `PWD` and `OLDPWD` are folders; `SSH_AUTH_SOCK` opens private sources by git, and shows nobody the key. */
const harmlessNames = new Set(['PWD', 'OLDPWD', 'SSH_AUTH_SOCK', 'XAUTHORITY']);

export interface BuildEnvironment {
  readonly env: Readonly<Record<string, string>>;
  readonly withheld: readonly string[];
}

export function forBuilds(
  environment: Environment,
  lets: readonly string[],
  keeps: readonly string[] = [],
): BuildEnvironment {
  const kept = withoutCredentials(environment);
  const ordinary = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined &&
    !ofGit.test(name) &&
    !keeps.includes(name) &&
    (lets.includes(name) || (name in kept && !isDoubtful(name)))
      ? [[name, value] as const]
      : [],
  );
  const env = { ...Object.fromEntries(ordinary), ...gitSettings(environment) };
  // What npm tells of itself is no credential: nobody misses it.
  const withheld = Object.keys(environment).filter((name) => !(name in env) && !ofNpmScripts.test(name));
  return { env, withheld: withheld.sort() };
}

/** Certificates of those whom a client trusts: files that anybody may read, without which nothing is fetched behind a company's proxy. */
const ofTrust = /(?:^|_)(?:SSL_CERT_(?:FILE|DIR)|CA_BUNDLE|CA_CERTS?(?:_FILE)?)$|^PIP_CERT$/;

const isDoubtful = (name: string): boolean =>
  doubtfulName.test(name) && !harmlessNames.has(name) && !ofTrust.test(name);

const ofGit = /^GIT_CONFIG_(?:COUNT|KEY_\d+|VALUE_\d+)$/;

/** Settings of git that open something: a header, a helper, a password in a URL. */
const opening = /extraheader|cookiefile|^credential\.|:\/\/[^/\s@]+@/i;

/** Git's settings are numbered and counted, and it stops where one of them is missing: those that are kept are numbered anew. */
function gitSettings(environment: Environment): Readonly<Record<string, string>> {
  const kept: (readonly [string, string])[] = [];
  for (let at = 0; at < Number(environment.GIT_CONFIG_COUNT ?? 0); at++) {
    const [key, value] = [environment[`GIT_CONFIG_KEY_${at}`], environment[`GIT_CONFIG_VALUE_${at}`]];
    // Git itself stops at such a gap.
    if (key === undefined || value === undefined) break;
    if (!opening.test(key) && !opening.test(value)) kept.push([key, value]);
  }
  if (kept.length === 0) return {};
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(kept.length)],
    ...kept.flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ]) as Readonly<Record<string, string>>;
}

/**
 * Hides in a line what the environment keeps secret: all that builds do not get, and what they get by name. Keys of several lines are
 * hidden line by line, for so a log is written.
 */
export function masker(environment: Environment, secretNames: readonly string[]): (line: string) => string {
  const hidden = secretNames
    .flatMap((name) => (environment[name] ?? '').split(/\r?\n/))
    .filter((value) => value.length >= 6)
    .sort((a, b) => b.length - a.length);
  return (line) =>
    withoutSecrets(
      hidden.reduce((shown, value) => shown.replaceAll(value, '…'), line),
      environment,
    );
}
