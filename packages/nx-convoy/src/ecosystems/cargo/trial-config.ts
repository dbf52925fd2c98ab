import type { Registry } from '../../model/registry.ts';
import type { ClientSettings, TrialSource } from '../../model/trial.ts';
import { folderOf } from '../../paths/inside.ts';
import { readToml, stringOf, tableOf, type TomlTable, type TomlValue } from '../../text/toml/read.ts';
import { linkersOf } from './build-settings.ts';
import { written } from './settings-text.ts';

export const isUsual = ({ url }: Registry): boolean => url === 'https://index.crates.io';

/** A registry is told by its name in the settings: the user's own, for the variables of tokens are called after it. */
export function aliasOf(source: TrialSource): string | undefined {
  if (source.is === 'files' || isUsual(source.released.registry)) return undefined;
  return /^[A-Za-z][\w-]*$/.test(source.word ?? '') ? source.word : 'published';
}

/**
 * The settings of a clean place: where the unit comes from, and where the user lets all else come from. Nothing of the user's that opens
 * anything, builds otherwise or names a program is taken over; but linkers are, for they are this machine's, as programs on PATH are.
 */
export function clientConfig(source: TrialSource, settings: ClientSettings, folder: string): string {
  const alias = aliasOf(source);
  const index = source.is === 'registry' ? `sparse+${source.released.registry.url}/` : '';
  const { source: sources, http, net, registries } = usersConfig(settings);
  return written({
    source: sources,
    http: only(http, ['proxy', 'timeout', 'cainfo', 'check-revoke', 'ssl-version', 'multiplexing']),
    net: only(net, ['retry', 'git-fetch-with-cli']),
    target: linkersOf(settings),
    registries: { ...indices(registries), ...(alias === undefined ? {} : { [alias]: { index } }) },
    // What a user keeps elsewhere is not asked; tokens come from variables that are named.
    registry: { 'global-credential-providers': ['cargo:token'] },
    ...(source.is === 'files' ? { patch: { 'crates-io': besides(source, folder) } } : {}),
  });
}

/** What was packed together stands for what crates.io will have. */
const besides = ({ needs }: Extract<TrialSource, { is: 'files' }>, folder: string): TomlTable & TomlValue =>
  Object.fromEntries(
    needs
      .filter(({ unit }) => unit.ecosystem === 'cargo')
      .map(({ unit, version }) => [unit.name, { path: `${folder}/crates/${unit.name}-${version}` }]),
  );

export function usersConfig(settings: ClientSettings): TomlTable {
  const home = settings.variable('CARGO_HOME') ?? settings.at('~/.cargo');
  // Where both are there, cargo takes the one without ending.
  for (const file of [`${home}/config`, `${home}/config.toml`]) {
    const text = settings.file(file);
    const toml = text === undefined ? undefined : readToml(text, file);
    if (toml?.ok === true) return { ...toml.value.data, source: whole(toml.value.data.source, folderOf(home)) };
  }
  return {};
}

/** Folders in cargo's settings are told from the folder that holds the one of the settings. */
const whole = (sources: TomlValue | undefined, above: string): TomlValue =>
  Object.fromEntries(
    Object.entries(tableOf(sources)).map(([name, source]) => [
      name,
      Object.fromEntries(
        Object.entries(tableOf(source)).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, placed(key, value, above)]],
        ),
      ),
    ]),
  );

function placed(key: string, value: TomlValue, above: string): TomlValue {
  const path = key === 'directory' || key === 'local-registry' ? stringOf(value) : undefined;
  return path === undefined || /^(?:\/|[a-z]:)/i.test(path) ? value : `${above}/${path}`;
}

const only = (table: TomlValue | undefined, keys: readonly string[]): TomlValue =>
  Object.fromEntries(
    Object.entries(tableOf(table)).flatMap(([key, value]) =>
      keys.includes(key) && value !== undefined ? [[key, value]] : [],
    ),
  );

/** Other registries are known by their addresses alone. */
const indices = (registries: TomlValue | undefined): Record<string, TomlValue> =>
  Object.fromEntries(
    Object.entries(tableOf(registries)).flatMap(([name, one]) => {
      const { index } = tableOf(one);
      return index === undefined ? [] : [[name, { index }]];
    }),
  );
