/** Names under which people and CI keep what opens registries, forges and clouds. */
const secretName =
  /TOKEN|PASSW|PASSPHRASE|SECRET|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SIGNING_?KEY|_AUTH$|^AUTH$|_authToken|HTTP_BASIC|DOCKER_AUTH|NETRC|COOKIE|_PAT$/i;

/** A URL with a password in it. */
const secretUrl = /\b[a-z][a-z0-9+.-]*:\/\/[^/\s@]+@/i;

/** What npm tells the scripts that it runs: of their package, and where it would install. */
export const ofNpmScripts =
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

/** What this run came to know, beside what stands in the environment; the longest first, for one may begin like another. */
let hidden: readonly string[] = [];

/** In every form in which a client may write it: as it is, in JSON, in an address, and in base64 behind whatever stands before it. */
export function hideFromNowOn(secret: string): void {
  const forms = secret.length < 4 ? [] : formsOf(secret);
  hidden = [...new Set([...hidden, ...forms])].sort((a, b) => b.length - a.length);
}

function formsOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= 6);
  const coded = secret.length < 8 ? [] : [0, 1, 2].map((before) => base64(secret, before));
  return [
    ...[secret, ...lines, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)],
    ...coded.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]),
  ];
}

/** The signs that are the same whatever stands before and behind: `user:secret` has its beginning in those of the user. */
function base64(secret: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
  const whole = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), whole);
}

/** A text of a child as it may be shown: without passwords in URLs, and without what the environment keeps secret. */
export function withoutSecrets(text: string, environment: Environment = {}): string {
  const values = Object.entries(environment).flatMap((entry) => {
    const [, value = ''] = entry;
    // Short values are switches, and stand in every text.
    return isSecret(entry) && value.length >= 6 ? [value] : [];
  });
  return [...hidden, ...values]
    .reduce((shown, value) => shown.replaceAll(value, '…'), text)
    .replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@]+@/gi, '$1…@');
}
