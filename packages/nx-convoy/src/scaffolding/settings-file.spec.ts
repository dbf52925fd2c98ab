import { repository } from '../planning/imagined.ts';
import {
  hasPlugin,
  openSettings,
  settingAt,
  withPluginEntry,
  withSetting,
  type SettingsFile,
} from './settings-file.ts';

type Files = Readonly<Record<string, string>>;

function settingsOf(files: Files): SettingsFile {
  const opened = openSettings(repository(Object.entries(files)));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  return opened.value;
}

it.each<readonly [string, Files, string]>([
  ['nothing', {}, 'convoy.json'],
  ['Nx', { 'nx.json': '{}' }, 'nx.json'],
  [
    'Nx, and the other one speaks',
    { 'nx.json': '{ "plugins": ["nx-convoy"] }', 'convoy.json': '{ "convoy": {} }' },
    'convoy.json',
  ],
  ['both speak', { 'nx.json': '{ "release": {} }', 'convoy.json': '{ "convoy": {} }' }, 'nx.json'],
])('%s: it stands in %s', (_, files, file) => expect(settingsOf(files).file).toBe(file));

it.each<readonly [string, Files, string]>([
  ['no file', {}, '{\n  "convoy": {\n    "notes": {\n      "folder": "notes"\n    }\n  }\n}\n'],
  [
    'no plugin',
    { 'nx.json': '{\n  "a": 1 // one\n}\n' },
    '{\n  "a": 1, // one\n  "plugins": [\n    {\n      "plugin": "nx-convoy",\n      "options": {\n        "notes": {\n          "folder": "notes"\n        }\n      }\n    }\n  ]\n}\n',
  ],
  [
    'a word',
    { 'nx.json': '{\n  "plugins": [\n    "x",\n    "nx-convoy"\n  ]\n}\n' },
    '{\n  "plugins": [\n    "x",\n    {\n      "plugin": "nx-convoy",\n      "options": {\n        "notes": {\n          "folder": "notes"\n        }\n      }\n    }\n  ]\n}\n',
  ],
])('%s: a setting, said once', (_, files, text) => {
  const once = withSetting(settingsOf(files), 'options', ['notes', 'folder'], 'notes');
  expect(once.text).toBe(text);
  expect(settingAt(once, 'options', ['notes', 'folder'])).toBe('notes');
  expect(withSetting(once, 'options', ['notes', 'folder'], 'others').text).toBe(text);
});

it('an entry of the plugin keeps all else that it has', () => {
  const settings = settingsOf({ 'nx.json': '{\n  "plugins": [{ "plugin": "nx-convoy", "include": ["a/*"] }]\n}\n' });
  const after = withSetting(settings, 'options', ['ignore'], ['**/*.md']);
  expect(after.data).toEqual({
    plugins: [{ plugin: 'nx-convoy', include: ['a/*'], options: { ignore: ['**/*.md'] } }],
  });
});

it('names the plugin where it is not named', () => {
  const after = withPluginEntry(settingsOf({ 'nx.json': '{\n  "plugins": []\n}\n' }));
  expect(after.text).toBe('{\n  "plugins": [\n    "nx-convoy"\n  ]\n}\n');
  expect([hasPlugin(after), withPluginEntry(after)]).toEqual([true, after]);
});

it('Nx says its own words in release', () => {
  const after = withSetting(settingsOf({ 'nx.json': '{}' }), 'release', ['releaseTag', 'pattern'], 'v{version}');
  expect(after.data).toEqual({ release: { releaseTag: { pattern: 'v{version}' } } });
});
