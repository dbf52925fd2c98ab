import type { Entry, Pockets } from '../model/credential.ts';
import { join, upwards } from '../paths/inside.ts';
import { stringOf, stringsOf, tableOf, type TomlTable, type TomlValue } from '../text/toml/read.ts';
import { isSame } from './address.ts';
import type { Clients } from './clients-files.ts';
import { asFound, setIn, type Found, type Keeper } from './finding.ts';
import { tokenFrom } from './secret.ts';

/** cargo's own: variables, credentials.toml, settings from the folder of the crate upwards and in its home, providers. */
export const cargo: Keeper = {
  told(entry, pockets, files) {
    const names = namesOf(entry, pockets, settingsOf(entry, pockets, files)).map((name) => variable(name, 'TOKEN'));
    const name = names.find((one) => setIn(pockets, one) !== undefined);
    return name === undefined ? undefined : asFound(tokenFrom(setIn(pockets, name), name));
  },
  kept(entry, pockets, files) {
    const settings = settingsOf(entry, pockets, files);
    for (const name of namesOf(entry, pockets, settings)) {
      const provider = foreignProvider(name, settings, pockets);
      const found = provider === 'instead' ? undefined : tokenIn(name, settings);
      if (found !== undefined) return found;
      if (provider !== undefined) return { is: 'client', from: `cargo's credential provider for ${name}` };
    }
    return undefined;
  },
  advice(entry, pockets, files) {
    const [name] = namesOf(entry, pockets, settingsOf(entry, pockets, files));
    if (name === undefined)
      return `Name the registry in .cargo/config.toml, [registries.<name>] index = "sparse+${entry.registry.url}/", and run: cargo login --registry <name>`;
    const login = name === cratesIo ? 'cargo login' : `cargo login --registry ${name}`;
    return `Set ${variable(name, 'TOKEN')}, or run: ${login}`;
  },
};

const cratesIo = 'crates-io';

/** Variables of crates.io have no name in them. */
export const variable = (name: string, what: 'TOKEN' | 'CREDENTIAL_PROVIDER'): string =>
  name === cratesIo ? `CARGO_REGISTRY_${what}` : `CARGO_REGISTRIES_${name.toUpperCase().replaceAll('-', '_')}_${what}`;

interface Settings {
  readonly file: string;
  readonly table: TomlTable;
}

/** What goes before comes first: credentials are laid over all else, then the nearest folder, then cargo's home. */
function settingsOf({ root = '.' }: Entry, pockets: Pockets, files: Clients): readonly Settings[] {
  const home = setIn(pockets, 'CARGO_HOME') ?? '~/.cargo';
  const places = [
    // Where both are there, cargo takes the one without ending.
    ...[`${home}/credentials`, `${home}/credentials.toml`],
    ...[...upwards(root)].flatMap((folder) => [join(folder, '.cargo/config'), join(folder, '.cargo/config.toml')]),
    ...[`${home}/config`, `${home}/config.toml`],
  ];
  return places.map((file) => ({ file, table: files.toml(file) }));
}

/** The names that cargo's settings have for the place; tokens are kept by name. */
function namesOf(
  { registry, word = cratesIo }: Entry,
  { env }: Pockets,
  settings: readonly Settings[],
): readonly string[] {
  if (word === cratesIo || word === 'crates.io' || isSame(registry.url, 'https://index.crates.io')) return [cratesIo];
  const isHere = (index: string | undefined): boolean => isSame(index?.replace(/^sparse\+/, ''), registry.url);
  const inFiles = settings.flatMap(({ table }) =>
    Object.entries(tableOf(table.registries)).flatMap(([name, one]) =>
      isHere(stringOf(tableOf(one).index)) ? [name] : [],
    ),
  );
  const inVariables = Object.entries(env).flatMap(([name, value]) => {
    const [, told] = /^CARGO_REGISTRIES_(\w+)_INDEX$/.exec(name) ?? [];
    return told !== undefined && isHere(value) ? [told.toLowerCase()] : [];
  });
  return [...new Set([...(word.includes('://') ? [] : [word]), ...inFiles, ...inVariables])];
}

const tableFor = (name: string, { table }: Settings): TomlTable =>
  name === cratesIo ? tableOf(table.registry) : tableOf(tableOf(table.registries)[name]);

function tokenIn(name: string, settings: readonly Settings[]): Found | undefined {
  for (const one of settings) {
    const found = tokenFrom(stringOf(tableFor(name, one).token), one.file);
    if (found !== undefined) return asFound(found);
  }
  return undefined;
}

/** Whether something else than cargo's own files is asked: `instead` of them, or beside. */
function foreignProvider(
  name: string,
  settings: readonly Settings[],
  pockets: Pockets,
): 'instead' | 'beside' | undefined {
  const own =
    setIn(pockets, variable(name, 'CREDENTIAL_PROVIDER')) ??
    first(settings, (one) => firstWord(tableFor(name, one)['credential-provider']));
  const all = setIn(pockets, 'CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS')?.split(/\s+/) ??
    first(settings, ({ table }) => listIn(tableOf(table.registry)['global-credential-providers'])) ?? [plain];
  const asked = (own === undefined ? all : [own]).map((provider) => provider.split(/\s+/)[0] ?? '');
  if (!asked.includes(plain)) return 'instead';
  return asked.some((provider) => provider !== plain) ? 'beside' : undefined;
}

const plain = 'cargo:token';

/** `"cargo:token"`, or a program with its arguments. */
const firstWord = (value: TomlValue | undefined): string | undefined => stringOf(value) ?? stringsOf(value)[0];
const listIn = (value: TomlValue | undefined): readonly string[] | undefined =>
  Array.isArray(value) ? stringsOf(value) : undefined;

function first<T>(settings: readonly Settings[], of: (one: Settings) => T | undefined): T | undefined {
  for (const one of settings) {
    const value = of(one);
    if (value !== undefined) return value;
  }
  return undefined;
}
