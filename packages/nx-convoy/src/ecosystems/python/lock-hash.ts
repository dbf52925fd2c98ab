import { createHash } from 'node:crypto';
import { listOf, tableOf, type TomlTable, type TomlValue } from '../../text/toml/read.ts';
import { normalise } from './names.ts';

type Hash = (manifest: TomlTable) => string;

/**
 * What poetry takes of a manifest to tell whether its lock is of it; newer versions take more. Which one made a lock is told by
 * which gives its hash for the manifest as it was.
 */
export const poetryHashes: readonly Hash[] = [
  (manifest) => poetryHash(manifest, { project: true, groups: true }),
  (manifest) => poetryHash(manifest, { project: true, groups: false }),
  (manifest) => poetryHash(manifest, { project: false, groups: false }),
];

const legacyKeys = ['dependencies', 'source', 'extras', 'dev-dependencies'];

function poetryHash(manifest: TomlTable, takes: { project: boolean; groups: boolean }): string {
  const project = takes.project
    ? picked(tableOf(manifest.project), ['requires-python', 'dependencies', 'optional-dependencies'])
    : {};
  const groups = takes.groups ? tableOf(manifest['dependency-groups']) : {};
  const isLegacy = isEmpty(project) && isEmpty(groups);
  const tool = tableOf(tableOf(manifest.tool).poetry);
  const poetry = {
    ...picked(tool, [...legacyKeys, 'group']),
    ...(isLegacy
      ? Object.fromEntries(legacyKeys.filter((key) => tool[key] === undefined).map((key) => [key, null]))
      : {}),
  };
  const content = isLegacy
    ? poetry
    : {
        ...(isEmpty(project) ? {} : { project }),
        ...(isEmpty(groups) ? {} : { 'dependency-groups': groups }),
        tool: { poetry },
      };
  return sha256(pythonJson(content));
}

/** pdm's, since its version 2.3; before that it took nothing of [dependency-groups]. */
export const pdmHashes: readonly Hash[] = [
  (manifest) => pdmHash(manifest, true),
  (manifest) => pdmHash(manifest, false),
];

function pdmHash(manifest: TomlTable, takesResolution: boolean): string {
  const project = tableOf(manifest.project);
  const pdm = tableOf(tableOf(manifest.tool).pdm);
  const groups = developmentGroups(manifest, pdm);
  const resolution = tableOf(pdm.resolution);
  const overrides = resolution.overrides ?? pdm.overrides;
  return sha256(
    pythonJson({
      sources: pdm.source ?? [],
      dependencies: project.dependencies ?? [],
      'dev-dependencies': groups,
      'optional-dependencies': project['optional-dependencies'] ?? {},
      'requires-python': project['requires-python'] ?? '',
      ...(takesResolution ? { resolution } : { overrides: overrides ?? {} }),
    }),
  );
}

function developmentGroups(manifest: TomlTable, pdm: TomlTable): TomlTable {
  const groups: Record<string, TomlValue[]> = {};
  for (const table of [manifest['dependency-groups'], pdm['dev-dependencies']])
    for (const [name, value] of Object.entries(tableOf(table)))
      groups[normalise(name)] = [...(groups[normalise(name)] ?? []), ...listOf(value)];
  return groups;
}

function picked(table: TomlTable, keys: readonly string[]): TomlTable {
  return Object.fromEntries(keys.filter((key) => table[key] !== undefined).map((key) => [key, table[key]]));
}

const isEmpty = (table: object): boolean => Object.keys(table).length === 0;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type Content = TomlValue | null | undefined | readonly Content[] | { readonly [key: string]: Content };

/** JSON as Python's json.dumps writes it with sorted keys: blanks behind commas and colons, and nothing but ASCII. */
function pythonJson(value: Content): string {
  if (Array.isArray(value)) return `[${value.map((item) => pythonJson(item as Content)).join(', ')}]`;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return ascii(JSON.stringify(value ?? null));
  const entries = Object.entries(value as Readonly<Record<string, Content>>).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${ascii(JSON.stringify(key))}: ${pythonJson(item)}`).join(', ')}}`;
}

const ascii = (text: string): string =>
  text.replaceAll(/[^ -~]/g, (char) => String.raw`\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
