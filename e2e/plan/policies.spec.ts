import type { World } from '../../packages/nx-convoy/src/model/world.ts';
import { history, told } from './history.ts';
import { planIn } from './in-process.ts';

const json = (path: string, value: object): string => `write ${path} ${JSON.stringify(value)}`;
const convoy = (options: object, release?: object): string =>
  json('convoy.json', { ...(release === undefined ? {} : { release }), convoy: options });
const crate = (name: string, version: string, needs = ''): string =>
  `write ${name}/Cargo.toml [package]\\nname = "${name}"\\nversion = "${version}"\\n[dependencies]\\n${needs}\\n`;
const need = (name: string, range: string): string => `${name} = { path = "../${name}", version = "${range}" }`;
const release = (...tags: readonly string[]): string => `commit feat: begin \n tag ${tags.join(' ')}`;
const pair = (version: string, range: string): string =>
  [crate('a', version), crate('b', version, need('a', range)), release(`a-v${version}`, `b-v${version}`)].join('\n');
const strangers = [crate('a', '1.2.0'), crate('b', '3.0.0'), crate('c', '0.4.0')].join('\n');
const strangersOut = release('a-v1.2.0', 'b-v3.0.0', 'c-v0.4.0');
const image = [
  'write api/Cargo.toml [package]\\nname = "api"\\nversion = "1.2.0"\\n',
  'write docker-compose.yml services:\\n  api:\\n    build: .\\n    image: ghcr.io/acme/api\\n',
  'write Dockerfile FROM scratch\\nCOPY api /api\\n',
  'write chart/Chart.yaml apiVersion: v2\\nname: app\\nversion: 0.1.0\\nappVersion: "1.2.0"\\n',
  'write chart/values.yaml image:\\n  repository: ghcr.io/acme/api\\n  tag: "1.2.0"\\n',
  json('chart/package.json', { private: true }),
].join('\n');
const group = (name: string, version: object): object => ({
  groups: {
    left: { projects: ['a'], projectsRelationship: 'independent', ...(name === 'left' ? { version } : {}) },
    right: { projects: ['b'], projectsRelationship: 'independent', ...(name === 'right' ? { version } : {}) },
  },
  releaseTag: { pattern: '{projectName}-v{version}' },
});
/** Versions that tell a day are planned on this one. */
const onThatDay = (world: World): World => ({ ...world, today: () => '2026-02-05' });
const byDay = (scheme: string): string =>
  convoy({ units: { 'docker:acme/api': { scheme: `calver:${scheme}`, tag: 'image-{version}' } } });
const fromFix = 'commit fix: x @ a';
const fromFeature = 'commit feat: x @ a';
const fromBreak = 'commit feat!: x @ a';

it.each<[string, readonly string[], string]>([
  [
    'linked: the same bump, each its own numbers',
    [convoy({ linked: [['a', 'b', 'c']] }), strangers, strangersOut, fromFeature, 'commit fix: y @ b'],
    'a 1.2.0 > 1.3.0, b 3.0.0 > 3.1.0',
  ],
  [
    'linked: as a pattern',
    [convoy({ linked: [['cargo:*']] }), strangers, strangersOut, fromBreak, 'commit fix: y @ b c'],
    'a 1.2.0 > 2.0.0, b 3.0.0 > 4.0.0, c 0.4.0 > 0.5.0',
  ],
  [
    'linked by version: the highest next one of the set',
    [convoy({ linked: [{ units: ['a', 'b'], by: 'version' }] }), strangers, strangersOut, fromFix],
    'a 1.2.0 > 3.0.1',
  ],
  [
    'linked by version: all that are released',
    [
      convoy({ linked: [{ units: ['a', 'b'], by: 'version' }] }),
      strangers,
      strangersOut,
      fromFeature,
      'commit fix: y @ b',
    ],
    'a 1.2.0 > 3.1.0, b 3.0.0 > 3.1.0',
  ],
  [
    'linked: who is asked otherwise',
    [convoy({ linked: [['a', 'nobody']] }), strangers, strangersOut, fromFix],
    'a 1.2.0 > 1.2.1 ! LINKED_UNKNOWN',
  ],
  [
    'linked twice',
    [
      convoy({
        linked: [
          ['a', 'b'],
          ['b', 'c'],
        ],
      }),
      strangers,
      strangersOut,
      fromFix,
    ],
    'a 1.2.0 > 1.2.1 ! LINKED_TWICE',
  ],
  ['follow', [pair('1.0.0', '1'), fromFeature], 'a 1.0.0 > 1.1.0, b 1.0.0 > 1.0.1'],
  ['own', [convoy({ bump: { dependents: 'own' } }), pair('1.0.0', '1'), fromFeature], 'a 1.0.0 > 1.1.0'],
  [
    'auto: still admitted',
    [convoy({ bump: { dependents: 'auto' } }), pair('1.0.0', '1'), fromFeature],
    'a 1.0.0 > 1.1.0',
  ],
  [
    'auto: a tighter requirement',
    [convoy({ bump: { dependents: 'auto' } }), pair('1.0.0', '~1.0'), fromFeature],
    'a 1.0.0 > 1.1.0, b 1.0.0 > 1.0.1',
  ],
  [
    'auto: no longer admitted',
    [convoy({ bump: { dependents: 'auto' } }), pair('1.0.0', '1'), fromBreak],
    'a 1.0.0 > 2.0.0, b 1.0.0 > 1.0.1',
  ],
  [
    'auto for one kind',
    [convoy({ bump: { dependents: { runtime: 'auto' } } }), pair('1.0.0', '1'), fromFix],
    'a 1.0.0 > 1.0.1',
  ],
  [
    'compatible: a break below one',
    [convoy({ bump: { dependents: 'compatible' } }), pair('0.4.0', '0.4'), fromBreak],
    'a 0.4.0 > 0.5.0, b 0.4.0 > 0.5.0',
  ],
  [
    'compatible: a feature below one',
    [convoy({ bump: { dependents: 'compatible' } }), pair('0.4.0', '0.4'), fromFeature],
    'a 0.4.0 > 0.4.1, b 0.4.0 > 0.4.1',
  ],
  [
    'compatible: a feature that counts as a minor',
    [convoy({ bump: { zero: 'minor', dependents: 'compatible' } }), pair('0.4.0', '0.4'), fromFeature],
    'a 0.4.0 > 0.5.0, b 0.4.0 > 0.5.0',
  ],
  [
    'one unit says what its releases do',
    [convoy({ units: { 'cargo:a': { dependents: 'own' } } }), pair('1.0.0', '1'), fromFeature],
    'a 1.0.0 > 1.1.0',
  ],
  [
    'a group whose dependents do not follow',
    [convoy({}, group('left', { updateDependents: 'never' })), pair('1.0.0', '1'), fromFeature],
    'a 1.0.0 > 1.1.0',
  ],
  [
    'that is not said of the dependents',
    [convoy({}, group('right', { updateDependents: 'never' })), pair('1.0.0', '1'), fromFeature],
    'a 1.0.0 > 1.1.0, b 1.0.0 > 1.0.1',
  ],
  [
    'a group that does not shift',
    [
      convoy({}, group('left', { adjustSemverBumpsForZeroMajorVersion: false })),
      pair('0.4.0', '0.4'),
      'commit feat: x @ a b',
    ],
    'a 0.4.0 > 0.5.0, b 0.4.0 > 0.4.1',
  ],
  [
    'a group by version plans alone',
    [convoy({}, group('left', { specifierSource: 'version-plans' })), pair('1.0.0', '1'), fromFeature],
    '',
  ],
  [
    'a group from its manifests',
    [convoy({}, group('left', { currentVersionResolver: 'disk' })), crate('a', '1.5.0'), release('a-v1.0.0'), fromFix],
    'a 1.5.0 > 1.5.1',
  ],
  [
    'dependents of a prerelease that stay stable',
    [
      convoy({}, group('right', { applyPreidToDependents: false })),
      pair('1.0.0', '1'),
      'commit feat: x @ a',
      '--preid=rc',
    ],
    'a 1.0.0 > 1.1.0-rc.1, b 1.0.0 > 1.0.1',
  ],
  [
    'what a plan cannot follow',
    [convoy({}, group('left', { preVersionCommand: 'make', specifierSource: 'prompt' })), pair('1.0.0', '1'), fromFix],
    'a 1.0.0 > 1.0.1, b 1.0.0 > 1.0.1 ! SETTING_UNHEARD',
  ],
  [
    'a chart of an image',
    [image, release('api-v1.2.0', 'app-0.1.0'), 'commit feat: x @ api'],
    'api 1.2.0 > 1.3.0, acme/api 1.2.0 > 1.3.0, app 0.1.0 > 0.1.1 ! REGISTRY_MISSING',
  ],
  [
    'an image by the day',
    [byDay('YYYY.0M.MICRO'), image, release('api-v1.2.0', 'image-2026.01.3', 'app-0.1.0'), 'commit feat: x @ api'],
    'api 1.2.0 > 1.3.0, acme/api 2026.1.3 > 2026.2.0, app 0.1.0 > 0.1.1 ! REGISTRY_MISSING',
  ],
])('%s', async (_, script, expected) => {
  const args = script.filter((line) => line.startsWith('--'));
  const folder = history(script.filter((line) => !line.startsWith('--')).join('\n'));
  expect(told(await planIn(folder, args, onThatDay))).toBe(expected);
});

/** `file:line before > after` of all edits, the names of the tags, and what the problems say. */
async function written(...script: readonly string[]): Promise<readonly string[]> {
  const { edits, tags, problems } = await planIn(history(script.join('\n')), [], onThatDay);
  return [
    ...edits.map(({ file, line, before, after }) => `${file}:${line} ${before} > ${after}`),
    ...tags.map(({ name }) => name),
    ...problems
      .filter(({ code }) => code !== 'REGISTRY_MISSING')
      .map(({ code, file, line }) => `${code} ${file ?? ''}:${line ?? ''}`),
  ];
}

const apart = (version: object): object => group('right', version);
const member = (name: string, version: string, needs: object = {}): string =>
  json(`${name}/package.json`, { name, version, dependencies: needs });
const wheel = (name: string, version: string, needs = ''): string =>
  `write ${name}/pyproject.toml [build-system]\\nrequires = []\\n[project]\\nname = "${name}"\\nversion = "${version}"\\ndependencies = [${needs}]\\n`;
const packages = (range: string): string =>
  [
    json('package.json', { private: true, name: 'w', workspaces: ['a', 'b'] }),
    member('a', '1.2.0'),
    member('b', '1.2.0', { a: range }),
    release('a-v1.2.0', 'b-v1.2.0'),
  ].join('\n');
const moved = ['a-v1.3.0', 'b-v1.2.1'];
const both = ['a/package.json:1 1.2.0 > 1.3.0'];

it.each<[string, readonly string[], readonly string[]]>([
  [
    'auto: what is packed as the very version',
    [convoy({ bump: { dependents: 'auto' } }), packages('workspace:*'), fromFeature],
    [...both, 'b/package.json:1 1.2.0 > 1.2.1', ...moved],
  ],
  [
    'auto: what is packed as a range',
    [convoy({ bump: { dependents: 'auto' } }), packages('workspace:^'), fromFeature],
    [...both, 'a-v1.3.0'],
  ],
  [
    "the author's operator",
    [convoy({}, apart({})), packages('~1.2.0'), fromFeature],
    [...both, 'b/package.json:1 1.2.0 > 1.2.1', 'b/package.json:1 ~1.2.0 > ~1.3.0', ...moved],
  ],
  [
    'the operator that is said',
    [convoy({}, apart({ versionPrefix: '^' })), packages('~1.2.0'), fromFeature],
    [...both, 'b/package.json:1 1.2.0 > 1.2.1', 'b/package.json:1 ~1.2.0 > ^1.3.0', ...moved],
  ],
  [
    'none',
    [convoy({}, apart({ versionPrefix: '' })), packages('~1.2.0'), fromFeature],
    [...both, 'b/package.json:1 1.2.0 > 1.2.1', 'b/package.json:1 ~1.2.0 > 1.3.0', ...moved],
  ],
  [
    'what is said in more words stays',
    [convoy({}, apart({ versionPrefix: '^' })), packages('>=1.2.0 <1.3'), fromFeature],
    [...both, 'b/package.json:1 1.2.0 > 1.2.1', 'b/package.json:1 >=1.2.0 <1.3 > >=1.3.0 <2.0', ...moved],
  ],
  [
    'what matches stays',
    [convoy({}, apart({ preserveMatchingDependencyRanges: true })), packages('^1.2.0'), fromFeature],
    [...both, 'b/package.json:1 1.2.0 > 1.2.1', ...moved],
  ],
  [
    'what matches moves',
    [convoy({}, apart({ preserveMatchingDependencyRanges: false })), packages('^1.0.0'), fromFeature],
    [...both, 'b/package.json:1 1.2.0 > 1.2.1', 'b/package.json:1 ^1.0.0 > ^1.3.0', ...moved],
  ],
  [
    'an operator for Python',
    [
      convoy({}, apart({ versionPrefix: '~' })),
      wheel('a', '1.2.0'),
      `${wheel('b', '1.2.0', '"a==1.2.0"')}[tool.uv.sources]\\na = { path = "../a" }\\n`,
      release('a-v1.2.0', 'b-v1.2.0'),
      fromFeature,
    ],
    [
      'a/pyproject.toml:5 1.2.0 > 1.3.0',
      'b/pyproject.toml:5 1.2.0 > 1.2.1',
      'b/pyproject.toml:6 ==1.2.0 > ~=1.3.0',
      ...moved,
    ],
  ],
  [
    'settings that are told at their line',
    [
      'write convoy.json {\\n "release": {\\n  "version": { "currentVersionResolver": "registry" },\\n  "releaseTag": { "pattern": "v{version}",\\n   "checkAllBranchesWhen": true }\\n }\\n}',
      crate('a', '1.2.0'),
      release('v1.2.0'),
    ],
    ['SETTING_UNHEARD convoy.json:3', 'SETTING_UNHEARD convoy.json:5'],
  ],
  [
    'a chart of an image',
    [image, release('api-v1.2.0', 'app-0.1.0'), 'commit fix: x @ api'],
    [
      'api/Cargo.toml:3 1.2.0 > 1.2.1',
      'chart/Chart.yaml:3 0.1.0 > 0.1.1',
      'chart/Chart.yaml:4 1.2.0 > 1.2.1',
      'chart/values.yaml:3 1.2.0 > 1.2.1',
      'api-v1.2.1',
      'app-0.1.1',
    ],
  ],
  [
    'a day with zeros in front',
    [byDay('YYYY.0M.0D'), image, release('api-v1.2.0', 'image-2026.01.03', 'app-0.1.0'), 'commit fix: x @ api'],
    [
      'api/Cargo.toml:3 1.2.0 > 1.2.1',
      'chart/Chart.yaml:3 0.1.0 > 0.1.1',
      'chart/Chart.yaml:4 1.2.0 > 2026.02.05',
      'chart/values.yaml:3 1.2.0 > 2026.02.05',
      'api-v1.2.1',
      'app-0.1.1',
      'image-2026.02.05',
    ],
  ],
  [
    'two numbers',
    [byDay('YYYY.0M'), image, release('api-v1.2.0', 'image-2026.01', 'app-0.1.0'), 'commit fix: x @ api'],
    [
      'api/Cargo.toml:3 1.2.0 > 1.2.1',
      'chart/Chart.yaml:3 0.1.0 > 0.1.1',
      'chart/Chart.yaml:4 1.2.0 > 2026.02',
      'chart/values.yaml:3 1.2.0 > 2026.02',
      'api-v1.2.1',
      'app-0.1.1',
      'image-2026.02',
    ],
  ],
  [
    'a month that is spent',
    [byDay('YYYY.0M'), image, release('api-v1.2.0', 'image-2026.02', 'app-0.1.0'), 'commit fix: x @ api'],
    ['api/Cargo.toml:3 1.2.0 > 1.2.1', 'chart/Chart.yaml:3 0.1.0 > 0.1.1', 'api-v1.2.1', 'app-0.1.1', 'CALVER_SPENT :'],
  ],
  [
    'a crate cannot have zeros in front',
    [
      convoy({ units: { 'cargo:a': { scheme: 'calver:YYYY.0M.MICRO' } } }),
      crate('a', '2026.1.0'),
      release('v2026.1.0'),
      fromFix,
    ],
    ['a/Cargo.toml:3 2026.1.0 > 2026.2.0', 'v2026.02.0', 'VERSION_NOT_SPELLABLE a/Cargo.toml:'],
  ],
  [
    'a crate can have days',
    [
      convoy({ units: { 'cargo:a': { scheme: 'calver:YYYY.MM.MICRO' } } }),
      crate('a', '2026.1.0'),
      release('v2026.1.0'),
      fromFix,
    ],
    ['a/Cargo.toml:3 2026.1.0 > 2026.2.0', 'v2026.2.0'],
  ],
  [
    'two schemes in one group',
    [
      convoy({ units: { 'cargo:a': { group: 'x', scheme: 'calver:YYYY.MM.MICRO' }, 'cargo:b': { group: 'x' } } }),
      crate('a', '1.0.0'),
      crate('b', '1.0.0'),
      release('v1.0.0'),
      fromFix,
    ],
    ['a/Cargo.toml:3 1.0.0 > 2026.2.0', 'b/Cargo.toml:3 1.0.0 > 2026.2.0', 'v2026.2.0', 'SCHEME_MIXED :'],
  ],
])('%s', async (_, script, expected) => expect(await written(...script)).toEqual(expected));
