/** Names under which people and CI keep what opens registries, forges and clouds. */
const secretName =
  /TOKEN|PASSW|PASSPHRASE|SECRET|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SIGNING_?KEY|_AUTH$|^AUTH$|_authToken|HTTP_BASIC|DOCKER_AUTH|NETRC|COOKIE|_PAT$/i;

/** A URL with a password in it. */
const secretUrl = /\b[a-z][a-z0-9+.-]*:\/\/[^/\s@]+@/i;

/** What npm tells the scripts that it runs: of their package, and where it would install. */
const ofNpmScripts =
  /^(?:npm_(?:package|lifecycle)_.*|npm_command|npm_config_local_prefix|npm_config_global_prefix|INIT_CWD)$/i;

type Environment = Readonly<Record<string, string | undefined>>;

const isSecret = ([name, value = '']: readonly [string, string | undefined]): boolean =>
  secretName.test(name) || secretUrl.test(value);

/** The environment for a child that publishes nothing. */
export const withoutCredentials = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || isSecret([name, value]) || ofNpmScripts.test(name) ? [] : [[name, value]],
    ),
  );

/** A text of a child as it may be shown: without passwords in URLs, and without what the environment keeps secret. */
export function withoutSecrets(text: string, environment: Environment = {}): string {
  const values = Object.entries(environment).flatMap((entry) => {
    const [, value = ''] = entry;
    // Short values are switches, and stand in every text.
    return isSecret(entry) && value.length >= 6 ? [value] : [];
  });
  return values
    .reduce((shown, value) => shown.replaceAll(value, '…'), text)
    .replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@]+@/gi, '$1…@');
}
