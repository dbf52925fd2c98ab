import type { Config } from '../../model/config.ts';
import type { Unit } from '../../model/unit.ts';

/** How cargo is told where a crate goes: by a name, with the address that it has for this run. */
export interface Destination {
  readonly args: readonly string[];
  /** The command that publishes. */
  readonly publish: string;
  readonly env: Readonly<Record<string, string>>;
  /** The variable from which cargo takes its token, and the one that says so: where settings name another provider, it would not look. */
  readonly secret: string;
  readonly provider: string;
}

const isUsual = (word: string | undefined): boolean =>
  word === undefined || word === 'crates-io' || word === 'crates.io';

/** The address is told with the name: what the settings of this machine say of it may be something else. */
export function destination(word: string | undefined, url: string): Destination {
  if (isUsual(word) && new URL(url).host === 'index.crates.io')
    return { args: ['--registry', 'crates-io'], publish: 'publish', env: {}, ...secretIn('CARGO_REGISTRY') };
  const name = word === undefined || isUsual(word) || word.includes('://') ? 'convoy' : word;
  const prefix = `CARGO_REGISTRIES_${name.toUpperCase().replaceAll('-', '_')}`;
  const index = `sparse+${url.endsWith('/') ? url : `${url}/`}`;
  const isRehearsed = word === 'crates-io' && new URL(url).hostname === '127.0.0.1';
  return {
    args: isRehearsed ? ['--index', index] : ['--registry', name],
    publish: isRehearsed ? publishByAddress : 'publish',
    env: { [`${prefix}_INDEX`]: index },
    ...secretIn(prefix),
  };
}

/**
 * Where a manifest lists crates-io, cargo takes no other name; an address it does take, and with it asks for the token as an argument. Rehearsals
 * have a command of this name in cargo's own settings, which holds that of their registry.
 */
export const publishByAddress = 'publish-by-address';

const secretIn = (prefix: string): Pick<Destination, 'secret' | 'provider'> => ({
  secret: `${prefix}_TOKEN`,
  provider: `${prefix}_CREDENTIAL_PROVIDER`,
});

/**
 * Where the crates of one command go, as far as that is said: cargo looks there for what is not packaged with them. Nothing is told of the
 * usual place, and nothing where they go to several.
 */
export function commonDestination(crates: readonly Unit[], config: Config): Pick<Destination, 'args' | 'env'> {
  const said = crates.map(({ registries: [word] }) => {
    const url = config.registries?.[word ?? 'crates.io'] ?? word;
    return isUsual(url) || url === undefined ? undefined : { word, url };
  });
  const [first] = said;
  if (first === undefined || said.some((one) => one?.url !== first.url)) return { args: [], env: {} };
  const { word, url } = first;
  return url.includes('://') ? destination(word, url.replace(/^sparse\+/, '')) : { args: ['--registry', url], env: {} };
}
