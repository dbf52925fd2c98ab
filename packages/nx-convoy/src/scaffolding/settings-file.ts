import type { Rewritten } from '../model/hands.ts';
import { ok, type Result } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { isObject, listOf, objectOf } from '../text/json/narrow.ts';
import { put } from '../text/json/put.ts';
import { readJsonc } from '../text/json/read.ts';

/** The file that says how releases are made here, as it becomes. Whoever changes it gets another one. */
export interface SettingsFile {
  /** nx.json; convoy.json where there is no Nx, or where that one speaks already. */
  readonly file: string;
  /** Absent: there is no such file yet. */
  readonly before?: string;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type SettingPath = readonly [key: string, ...rest: (string | number)[]];

/** Its words of Nx, or the plugin's options. */
export type SettingPart = 'release' | 'options';

export function openSettings(repo: Snapshot): Result<SettingsFile> {
  const [nx, convoy] = [opened(repo, 'nx.json'), opened(repo, 'convoy.json')];
  if (!nx.ok) return nx;
  if (!convoy.ok) return convoy;
  const isByNx = nx.value.before !== undefined && (speaks(nx.value) || !speaks(convoy.value));
  return isByNx ? nx : convoy;
}

function opened(repo: Snapshot, file: string): Result<SettingsFile> {
  const text = repo.text(file);
  if (text === undefined) return ok({ file, text: '{}\n', data: {} });
  if (!text.ok) return text;
  const read = readJsonc(text.value, file);
  return read.ok ? ok({ file, before: text.value, text: text.value, data: objectOf(read.value.data) }) : read;
}

/** As the configuration is read: where both say something, nx.json counts. */
const speaks = (settings: SettingsFile): boolean =>
  settings.data.release !== undefined || settings.data.convoy !== undefined || pluginAt(settings).options !== undefined;

interface PluginAt {
  readonly index: number;
  readonly isObject: boolean;
  readonly options?: unknown;
}

/** Our entry among the plugins; the one behind the last where there is none. */
function pluginAt({ data }: SettingsFile): PluginAt {
  const plugins = listOf(data.plugins);
  const nameIn = (entry: unknown): unknown => (isObject(entry) ? entry.plugin : entry);
  const isOurs = (entry: unknown): boolean => ['nx-convoy', 'nx-convoy/plugin'].includes(String(nameIn(entry)));
  const speaking = plugins.findIndex((entry) => isOurs(entry) && isObject(entry) && entry.options !== undefined);
  const index = speaking >= 0 ? speaking : plugins.findIndex(isOurs);
  const entry = index < 0 ? undefined : plugins[index];
  return {
    index: index < 0 ? plugins.length : index,
    isObject: isObject(entry),
    ...(isObject(entry) && entry.options !== undefined ? { options: entry.options } : {}),
  };
}

export const hasPlugin = (settings: SettingsFile): boolean =>
  settings.file !== 'nx.json' || pluginAt(settings).index < listOf(settings.data.plugins).length;

export const withPluginEntry = (settings: SettingsFile): SettingsFile =>
  hasPlugin(settings) ? settings : changed(settings, ['plugins', pluginAt(settings).index], 'nx-convoy');

/** What stands there; undefined where nobody said anything. */
export function settingAt(settings: SettingsFile, part: SettingPart, path: SettingPath): unknown {
  const whole =
    part === 'release'
      ? settings.data.release
      : settings.file === 'nx.json'
        ? pluginAt(settings).options
        : settings.data.convoy;
  return path.reduce<unknown>(
    (holder, key) => (typeof key === 'number' ? listOf(holder)[key] : objectOf(holder)[key]),
    whole,
  );
}

/** With this said as well. What somebody said before stays as it is: then nothing changes. */
export function withSetting(
  settings: SettingsFile,
  part: SettingPart,
  path: SettingPath,
  value: unknown,
): SettingsFile {
  if (settingAt(settings, part, path) !== undefined) return settings;
  if (part === 'release') return changed(settings, ['release', ...path], value);
  if (settings.file !== 'nx.json') return changed(settings, ['convoy', ...path], value);
  const { index, isObject: hasOptions } = pluginAt(settings);
  const nested = path.reduceRight<unknown>(
    (inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }),
    value,
  );
  return hasOptions
    ? changed(settings, ['plugins', index, 'options', ...path], value)
    : changed(settings, ['plugins', index], { plugin: 'nx-convoy', options: nested });
}

function changed(settings: SettingsFile, path: Parameters<typeof put>[1], value: unknown): SettingsFile {
  const text = put(settings.text, path, value);
  const read = readJsonc(text, settings.file);
  return { ...settings, text, data: read.ok ? objectOf(read.value.data) : settings.data };
}

/** As a file of a scaffold. */
export const rewrittenOf = ({ file, before, text }: SettingsFile): Rewritten => ({
  file,
  ...(before === undefined ? {} : { before }),
  after: text,
});
