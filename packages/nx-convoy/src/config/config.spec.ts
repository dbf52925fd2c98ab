import { noConfig } from '../model/config.ts';
import { nearest } from './nearest.ts';
import { knownKeys } from './options.ts';
import { readConfig, type ConfigFiles } from './read.ts';

const show = async (files: ConfigFiles): Promise<string> => {
  const { problems } = await readConfig(files);
  return problems
    .map(
      ({ severity, code, where, what, fix }) =>
        `${severity} ${code} ${where?.file ?? ''}:${where?.line ?? 0} ${what} ${fix}`,
    )
    .join('\n');
};

const nxJson = (options: unknown): ConfigFiles => ({
  nxJson: JSON.stringify({ plugins: [{ plugin: 'nx-convoy', options }] }),
});

it.each<[string, ConfigFiles]>([
  ['no file', {}],
  [
    'an nx.json of others',
    { nxJson: '{ "plugins": ["@nx/js", { "plugin": "@nx/jest", "options": { "include": 3 } }] }' },
  ],
  ['the plugin by its name', { nxJson: '// Nx reads comments\n{ "plugins": ["nx-convoy", "nx-convoy/plugin",] }' }],
  ['the plugin without options', { nxJson: '{ "plugins": [{ "plugin": "nx-convoy" }] }' }],
  ['plugins of a wrong type', { nxJson: '{ "plugins": { "nx-convoy": 3 } }' }],
  ['an empty convoy.json', { convoyJson: '{}' }],
])('says nothing: %s', async (_, files) => {
  expect(await readConfig(files)).toEqual({ config: noConfig, problems: [] });
});

const options = {
  include: ['examples/**'],
  exclude: ['npm:site'],
  images: [{ name: 'ghcr.io/a/api', dockerfile: 'api/Dockerfile', buildArgs: { A: '1' }, contains: ['cargo:api'] }],
  units: { 'helm:app': { group: 'app', tag: 'app-{version}', registries: ['oci'], private: false, features: ['tls'] } },
};
it.each<[string, ConfigFiles]>([
  ['nx.json', nxJson(options)],
  [
    'nx.json, by the entry point',
    { nxJson: JSON.stringify({ plugins: ['x', { plugin: 'nx-convoy/plugin', options }] }) },
  ],
  ['convoy.json', { convoyJson: JSON.stringify({ $schema: './x.json', convoy: options }) }],
  [
    'convoy.json beside an nx.json of others',
    { nxJson: '{ "plugins": [] }', convoyJson: JSON.stringify({ convoy: options }) },
  ],
])('reads the options from %s', async (_, files) => {
  expect(await readConfig(files)).toEqual({ config: { ...noConfig, ...options }, problems: [] });
});

it('reads release in the words of Nx, and keeps what it does not know', async () => {
  const release = {
    projects: 'cargo-*',
    projectsRelationship: 'independent',
    groups: {
      app: {
        projects: ['a', '!b'],
        version: { versionPrefix: '' },
        changelog: { file: false, createRelease: 'github' },
      },
      lib: { projects: 'c', releaseTag: { pattern: 'c@{version}', checkAllBranchesWhen: ['main'] }, docker: true },
    },
    conventionalCommits: { types: { feat: { semverBump: 'minor', changelog: { title: 'New' } }, docs: false } },
    changelog: { workspaceChangelog: { renderer: './r.ts' }, projectChangelogs: true, git: { commit: true } },
    versionPlans: { ignorePatternsForPlanCheck: ['**/*.md'] },
    git: { commitArgs: ['--no-verify'] },
    somethingNew: { of: ['Nx', 25] },
  };
  const read = await readConfig({ nxJson: JSON.stringify({ release }) });
  expect(read).toEqual({ config: { ...noConfig, release: { ...release, raw: release } }, problems: [] });
});

it.each<[string, ConfigFiles, string]>([
  [
    'no JSON',
    { nxJson: '{\n  "plugins": [}\n' },
    'error JSON_INVALID nx.json:2 nx.json is no valid JSON: a value is expected, not "}". Correct line 2 of nx.json, or exclude the file: "exclude": ["nx.json"].',
  ],
  [
    'a reference without its version',
    nxJson({ references: [{ files: ['a'], find: 'abc' }] }),
    'error CONFIG_INVALID nx.json:1 references.0.find is "abc", but it must be a text with {version} in it. Write a text with {version} in it.',
  ],
  [
    'a reference that is expected less than never',
    nxJson({ references: [{ files: ['a'], expect: -1 }] }),
    'error CONFIG_INVALID nx.json:1 references.0.expect is -1, but it must be 0 or more. Write 0 or more.',
  ],
  [
    'a reference that is expected by halves',
    nxJson({ references: [{ files: ['a'], expect: 0.5 }] }),
    'error CONFIG_INVALID nx.json:1 references.0.expect is 0.5, but it must be a whole number. Write a whole number.',
  ],
  ['no object', { nxJson: '[]' }, 'error CONFIG_INVALID nx.json:1 nx.json holds no object. Write { }.'],
  [
    'options that are none',
    nxJson('include'),
    'error CONFIG_INVALID nx.json:1 The value is "include", but it must be an object. Write an object.',
  ],
  [
    'a release that is none',
    { nxJson: '{\n"release": [] }' },
    'error CONFIG_INVALID nx.json:2 The value is a list, but it must be an object. Write an object.',
  ],
  [
    'a slip of the pen',
    { nxJson: '{ "plugins": [{ "plugin": "nx-convoy", "options": {\n "exlude": [] }}]}' },
    'warning CONFIG_INVALID nx.json:2 "exlude" is no option of nx-convoy. Write "exclude".',
  ],
  [
    'a strange option',
    nxJson({ colour: 'red' }),
    `warning CONFIG_INVALID nx.json:1 "colour" is no option of nx-convoy. Take it out; known here: ${knownKeys([]).join(', ')}.`,
  ],
  [
    'a slip in a unit',
    nxJson({ units: { 'npm:a': { tags: 'x' } } }),
    'warning CONFIG_INVALID nx.json:1 "tags" is no option of nx-convoy. Write "tag".',
  ],
  [
    'a slip in an image',
    nxJson({ images: [{ name: 'a', dockerfile: 'b', Context: 'x' }] }),
    'warning CONFIG_INVALID nx.json:1 "Context" is no option of nx-convoy. Write "context".',
  ],
  [
    'a strange key of convoy.json',
    { convoyJson: '{\n\n"convoi": {} }' },
    'warning CONFIG_INVALID convoy.json:3 "convoi" is no option of nx-convoy. Write "convoy".',
  ],
  [
    'a text in place of a list',
    nxJson({ include: 'examples' }),
    'error CONFIG_INVALID nx.json:1 include is "examples", but it must be a list. Write a list.',
  ],
  [
    'a number in a list',
    nxJson({ exclude: ['a', 3] }),
    'error CONFIG_INVALID nx.json:1 exclude.1 is 3, but it must be a text. Write a text.',
  ],
  [
    'an image without a file',
    nxJson({ images: [{ name: 'a' }] }),
    'error CONFIG_INVALID nx.json:1 images.0.dockerfile is missing. Add it: a text.',
  ],
  [
    'a unit that is no id',
    nxJson({ units: { app: {} } }),
    'error CONFIG_INVALID nx.json:1 "app" is no id of a unit. Write it as the graph shows it: "cargo:parser", "helm:app".',
  ],
  [
    'a wrong word',
    { convoyJson: '{ "release": {\n "projectsRelationship": "fixd" } }' },
    'error CONFIG_INVALID convoy.json:2 projectsRelationship is "fixd", but it must be "fixed" or "independent". Write "fixed".',
  ],
  [
    'a word far from all',
    { convoyJson: '{ "release": { "projectsRelationship": "together" } }' },
    'error CONFIG_INVALID convoy.json:1 projectsRelationship is "together", but it must be "fixed" or "independent". Write "fixed" or "independent".',
  ],
  [
    'neither a text nor a list',
    { convoyJson: '{ "release": { "projects": 3 } }' },
    'error CONFIG_INVALID convoy.json:1 projects is 3, but it must be a text or a list. Write a text or a list.',
  ],
  [
    'a list of the wrong things',
    { convoyJson: '{ "release": { "projects": ["a",\n null] } }' },
    'error CONFIG_INVALID convoy.json:2 projects.1 is null, but it must be a text. Write a text.',
  ],
  [
    'a group without projects',
    { convoyJson: '{ "release": { "groups": {\n"app": {} } } }' },
    'error CONFIG_INVALID convoy.json:2 groups.app.projects is missing. Add it: a text or a list.',
  ],
  [
    'deep inside of a choice',
    { convoyJson: '{ "release": { "conventionalCommits": { "types": { "feat": {\n"semverBump": "big" } } } } }' },
    'error CONFIG_INVALID convoy.json:2 conventionalCommits.types.feat.semverBump is "big", but it must be "major", "minor", "patch" or "none". Write "major", "minor", "patch" or "none".',
  ],
  [
    'two homes',
    { nxJson: '{\n"release": {} }', convoyJson: '{ "convoy": {} }' },
    'error CONFIG_TWICE convoy.json:1 Both nx.json:2 and convoy.json:1 configure the release; the first is used. Move what stands at convoy.json:1 to nx.json:2.',
  ],
  [
    'two entries',
    {
      nxJson:
        '{ "plugins": [\n{ "plugin": "nx-convoy", "options": {} },\n{ "plugin": "nx-convoy/plugin", "options": {} }] }',
    },
    'error CONFIG_TWICE nx.json:3 Both nx.json:2 and nx.json:3 configure the release; the first is used. Move what stands at nx.json:3 to nx.json:2.',
  ],
])('tells %s', async (_, files, expected) => {
  expect(await show(files)).toBe(expected);
});

it('tells everything at once, and keeps what is right', async () => {
  const { config, problems } = await readConfig({
    nxJson: JSON.stringify({
      release: { projects: ['a'], git: { commit: 'yes' }, versionPlans: true },
      plugins: [
        {
          plugin: 'nx-convoy',
          options: { include: ['x'], exclude: 3, images: [{}], unit: {}, ...JSON.parse('{"__proto__": 1}') },
        },
      ],
    }),
  });
  expect(problems).toHaveLength(6);
  expect(config).toMatchObject({
    include: ['x'],
    exclude: [],
    images: [],
    release: { projects: ['a'], versionPlans: true },
  });
  expect(config.release?.git).toBeUndefined();
  expect(config.release?.raw).toHaveProperty('git.commit', 'yes');
});

it.each([
  ['exlude', 'Write "exclude".'],
  ['INCLUDE', 'Write "include".'],
  ['include', 'Write "include".'],
  ['inclusion', undefined],
  ['x', undefined],
  ['', undefined],
])('nearest to %j', (written, expected) => expect(nearest(written, ['include', 'exclude'])).toBe(expected));
