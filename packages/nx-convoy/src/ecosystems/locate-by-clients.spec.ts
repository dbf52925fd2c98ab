import { repoOf } from '../../../../tools/facts/snapshot.ts';
import type { ClientSettings } from '../model/trial.ts';
import { ecosystems } from './index.ts';

type Files = Readonly<Record<string, string>>;

/** A user with these files and variables. */
const userOf = (files: Files, variables: Files = {}, os = 'linux'): ClientSettings => ({
  ...{ os, arch: 'x64', workspace: '/w' },
  variable: (name) => variables[name],
  file: (path) => files[path],
  at: (path) => path.replace(/^~/, '/home/ann'),
});

interface Row {
  readonly in: 'npm' | 'python' | 'helm' | 'cargo';
  readonly word?: string;
  readonly name?: string;
  readonly user?: Files;
  readonly set?: Files;
  readonly repo?: Files;
  readonly os?: string;
}

const uvToml =
  '[[index]]\nname = "ours"\nurl = "https://py.example.com/i/simple/"\npublish-url = "https://py.example.com/i/"\n';
const pypirc = (at: string): string =>
  `[distutils]\nindex-servers = ours\n[ours]\nrepository = ${at}\nusername = ann\npassword = secret\n`;
const repositories = 'repositories:\n- name: ours\n  url: https://charts.example.com/stable\n  password: secret\n';
const npmrc = 'registry = https://npm.example.com/all/ ; ours\n//npm.example.com/:_authToken=secret\n';

it.each<[string, Row, object | string]>([
  ['npm: nobody says', { in: 'npm' }, 'https://registry.npmjs.org'],
  ['npm: the user does', { in: 'npm', user: { '~/.npmrc': npmrc } }, 'https://npm.example.com/all'],
  [
    'npm: for a scope',
    { in: 'npm', name: '@acme/tug', user: { '~/.npmrc': '@acme:registry=https://acme.example.com\n' } },
    'https://acme.example.com',
  ],
  [
    'npm: for another scope',
    { in: 'npm', name: '@acme/tug', user: { '~/.npmrc': '@other:registry=https://acme.example.com\n' } },
    'https://registry.npmjs.org',
  ],
  [
    'npm: a scope of the user before a registry of the repository',
    {
      in: 'npm',
      name: '@acme/tug',
      repo: { '.npmrc': npmrc },
      user: { '~/.npmrc': '@acme:registry=https://acme.example.com\n' },
    },
    'https://acme.example.com',
  ],
  [
    'npm: the repository before the user',
    { in: 'npm', repo: { '.npmrc': 'registry=https://repo.example.com\n' }, user: { '~/.npmrc': npmrc } },
    'https://repo.example.com',
  ],
  [
    'npm: a variable before the repository',
    { in: 'npm', repo: { '.npmrc': npmrc }, set: { npm_config_registry: 'https://set.example.com' } },
    'https://set.example.com',
  ],
  [
    'npm: as it is spelled for CI',
    { in: 'npm', set: { NPM_CONFIG_REGISTRY: 'https://set.example.com' } },
    'https://set.example.com',
  ],
  [
    'npm: in a file that is elsewhere',
    { in: 'npm', user: { '/ci/npmrc': npmrc }, set: { npm_config_userconfig: '/ci/npmrc' } },
    'https://npm.example.com/all',
  ],
  ['npm: for all users', { in: 'npm', user: { '/usr/local/etc/npmrc': npmrc } }, 'https://npm.example.com/all'],
  [
    'npm: with a variable',
    { in: 'npm', user: { '~/.npmrc': 'registry=https://${HOST}/n\n' }, set: { HOST: 'set.example.com' } },
    'https://set.example.com/n',
  ],
  [
    'npm: with one that nobody set',
    { in: 'npm', user: { '~/.npmrc': 'registry=${NOWHERE}\n' } },
    'REGISTRY_UNDESCRIBED',
  ],
  [
    'npm: Yarn of the user',
    { in: 'npm', user: { '~/.yarnrc.yml': 'npmPublishRegistry: https://yarn.example.com\n' } },
    'https://yarn.example.com',
  ],
  [
    'npm: what the manifest names',
    { in: 'npm', word: 'https://m.example.com/', user: { '~/.npmrc': npmrc } },
    'https://m.example.com',
  ],

  [
    'python: an index of uv',
    { in: 'python', word: 'ours', user: { '~/.config/uv/uv.toml': uvToml } },
    { url: 'https://py.example.com/i/simple', upload: 'https://py.example.com/i/' },
  ],
  [
    'python: elsewhere',
    { in: 'python', word: 'ours', set: { XDG_CONFIG_HOME: '/x' }, user: { '/x/uv/uv.toml': uvToml } },
    { url: 'https://py.example.com/i/simple', upload: 'https://py.example.com/i/' },
  ],
  [
    'python: on Windows',
    { in: 'python', word: 'ours', os: 'win32', set: { APPDATA: 'C:/a' }, user: { 'C:/a/uv/uv.toml': uvToml } },
    { url: 'https://py.example.com/i/simple', upload: 'https://py.example.com/i/' },
  ],
  [
    'python: uv.toml of the repository',
    { in: 'python', word: 'ours', repo: { 'uv.toml': uvToml } },
    { url: 'https://py.example.com/i/simple', upload: 'https://py.example.com/i/' },
  ],
  [
    'python: a section of .pypirc',
    { in: 'python', word: 'ours', user: { '~/.pypirc': pypirc('https://py.example.com/legacy/') } },
    { url: 'https://py.example.com/simple', upload: 'https://py.example.com/legacy/' },
  ],
  [
    'python: below it',
    { in: 'python', word: 'ours', user: { '~/.pypirc': pypirc('https://py.example.com/api/pypi/ours') } },
    { url: 'https://py.example.com/api/pypi/ours/simple', upload: 'https://py.example.com/api/pypi/ours' },
  ],
  [
    'python: PyPI by another name',
    { in: 'python', word: 'ours', user: { '~/.pypirc': pypirc('https://upload.pypi.org/legacy/') } },
    { url: 'https://pypi.org/simple', upload: 'https://upload.pypi.org/legacy/' },
  ],
  ['python: a name that nobody knows', { in: 'python', word: 'ours', user: {} }, 'REGISTRY_UNDESCRIBED'],

  [
    'helm: a repository that was added',
    { in: 'helm', word: '@ours', user: { '~/.config/helm/repositories.yaml': repositories } },
    'https://charts.example.com/stable',
  ],
  [
    'helm: as an alias',
    { in: 'helm', word: 'alias:ours', user: { '~/.config/helm/repositories.yaml': repositories } },
    'https://charts.example.com/stable',
  ],
  [
    'helm: in a file that is elsewhere',
    { in: 'helm', word: '@ours', set: { HELM_REPOSITORY_CONFIG: '/r.yaml' }, user: { '/r.yaml': repositories } },
    'https://charts.example.com/stable',
  ],
  [
    'helm: on a Mac',
    { in: 'helm', word: '@ours', os: 'darwin', user: { '~/Library/Preferences/helm/repositories.yaml': repositories } },
    'https://charts.example.com/stable',
  ],
  ['helm: one that was not', { in: 'helm', word: '@ours', user: {} }, 'REGISTRY_UNDESCRIBED'],

  [
    'cargo: the user does',
    {
      in: 'cargo',
      word: 'ours',
      user: { '~/.cargo/config.toml': '[registries.ours]\nindex = "sparse+https://c.example.com/i/"\n' },
    },
    'https://c.example.com/i',
  ],
  ['cargo: nobody does', { in: 'cargo', word: 'ours', user: {} }, 'REGISTRY_UNDESCRIBED'],
])('%s', (_, { in: id, word, name = 'tug', user, set, repo = {}, os }, expected) => {
  const ecosystem = ecosystems.find((one) => one.id === id);
  const located = ecosystem?.locate?.(word, { name, root: 'packages/tug' }, repoOf(repo), userOf(user ?? {}, set, os));
  if (located?.ok !== true) {
    expect(located?.problems.map(({ code }) => code)).toEqual([expected]);
    return;
  }
  const { url, upload } = located.value.registry;
  expect(typeof expected === 'string' ? url : { url, upload }).toEqual(expected);
});
