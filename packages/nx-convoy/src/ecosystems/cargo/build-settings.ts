import type { ClientSettings } from '../../model/trial.ts';
import { folderOf } from '../../paths/inside.ts';
import { readToml, tableOf, type TomlTable, type TomlValue } from '../../text/toml/read.ts';
import { written } from './settings-text.ts';

/**
 * What the user's settings say of how crates are built here, as a file of cargo has it: linkers and flags of targets, and how it gets through to
 * registries. Nothing that opens any, that leads to another, or that writes to the user's own folders.
 */
export function buildSettings(user: ClientSettings): string {
  const { target, build, http, net, profile } = allSettings(user);
  return written({
    ...(target === undefined ? {} : { target }),
    ...(profile === undefined ? {} : { profile }),
    build: only(build, ['rustflags', 'rustdocflags', 'target', 'jobs', 'rustc']),
    http: only(http, ['proxy', 'timeout', 'cainfo', 'check-revoke', 'ssl-version', 'multiplexing']),
    net: only(net, ['retry', 'git-fetch-with-cli']),
  });
}

/** The linkers alone, by target: without them nothing is built here at all. */
export const linkersOf = (user: ClientSettings): TomlTable & TomlValue =>
  Object.fromEntries(
    Object.entries(tableOf(allSettings(user).target)).map(([name, one]) => [name, only(one, ['linker'])]),
  );

/** cargo's own folder first, then those above the workspace, the nearest last: the clone stands elsewhere, and brings along what is in it. */
function allSettings(user: ClientSettings): TomlTable {
  const home = user.variable('CARGO_HOME') ?? user.at('~/.cargo');
  const above = [...foldersAbove(user.workspace)].reverse().map((folder) => `${folder}/.cargo`);
  return [home, ...above.filter((folder) => folder !== home)]
    .map((folder) => settingsIn(folder, user))
    .reduce(merged, {});
}

function* foldersAbove(path: string): Generator<string> {
  const [first = ''] = path.replaceAll('\\', '/').split('/');
  for (let folder = folderOf(path.replaceAll('\\', '/')); folder !== '.' && folder !== first; folder = folderOf(folder))
    yield folder;
}

function settingsIn(folder: string, user: ClientSettings): TomlTable {
  // Where both are there, cargo takes the one without ending.
  for (const file of [`${folder}/config`, `${folder}/config.toml`]) {
    const text = user.file(file);
    const toml = text === undefined ? undefined : readToml(text, file);
    if (toml?.ok === true) return { ...toml.value.data, ...placed(toml.value.data, folderOf(folder)) };
  }
  return {};
}

/** Programs with a slash are told from the folder that holds the one of the settings; without one they are looked for on PATH. */
function placed({ target, build }: TomlTable, above: string): TomlTable {
  const at = (path: TomlValue): TomlValue =>
    typeof path === 'string' && path.includes('/') && !/^(?:\/|[a-z]:)/i.test(path) ? `${above}/${path}` : path;
  const inEach = (table: TomlValue | undefined, keys: readonly string[]): TomlTable & TomlValue =>
    Object.fromEntries(
      Object.entries(tableOf(table)).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, keys.includes(key) ? at(value) : value]],
      ),
    );
  return {
    ...(build === undefined ? {} : { build: inEach(build, ['rustc']) }),
    ...(target === undefined
      ? {}
      : {
          target: Object.fromEntries(
            Object.entries(tableOf(target)).map(([name, one]) => [name, inEach(one, ['linker', 'runner'])]),
          ),
        }),
  };
}

/** As cargo does: tables key by key, lists one behind the other, and of two values the later one. */
function merged(first: TomlTable, second: TomlTable): TomlTable {
  const both = Object.entries(second).map(([key, value]) => [key, joined(first[key], value)] as const);
  return { ...first, ...Object.fromEntries(both) };
}

function joined(first: TomlValue | undefined, second: TomlValue | undefined): TomlValue | undefined {
  if (first === undefined || second === undefined) return second ?? first;
  if (Array.isArray(first) && Array.isArray(second)) return [...first, ...second];
  const isTable = (value: TomlValue): boolean =>
    typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
  return isTable(first) && isTable(second) ? (merged(tableOf(first), tableOf(second)) as TomlValue) : second;
}

const only = (table: TomlValue | undefined, keys: readonly string[]): TomlTable & TomlValue =>
  Object.fromEntries(
    Object.entries(tableOf(table)).flatMap(([key, value]) =>
      keys.includes(key) && value !== undefined ? [[key, value]] : [],
    ),
  );
