import { withoutCredentials, withoutSecrets } from './secrets.ts';

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

export function forBuilds(environment: Environment, lets: readonly string[]): BuildEnvironment {
  const kept = withoutCredentials(environment);
  const env = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && (lets.includes(name) || (name in kept && !isDoubtful(name))) ? [[name, value]] : [],
    ),
  );
  // What npm tells of itself is no credential: nobody misses it.
  const withheld = Object.keys(environment).filter((name) => !(name in env) && !/^npm_|^INIT_CWD$/i.test(name));
  return { env, withheld: withheld.sort() };
}

const isDoubtful = (name: string): boolean => doubtfulName.test(name) && !harmlessNames.has(name);

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
