import { readChange, type Change } from '../../history/touched.ts';
import { noConfig, type Config } from '../../model/config.ts';
import { writeDocument } from './document.ts';
import { itemsOf } from './item.ts';
import { makeEntry } from './make-entry.ts';
import { rendererOf } from './renderer.ts';
import { readRepository } from './repository.ts';
import { usual, type ChangelogSetting } from './settings.ts';
import { headingsOf } from './types.ts';

const id = 'abcdef0123456789abcdef0123456789abcdef01';
const commit = (text: string, at = 0): Change =>
  readChange({
    id: `${at === 0 ? '' : at}${id}`.slice(0, 40),
    at,
    author: 'Ada Ship',
    email: 'ada@acme.io',
    text,
    units: [0],
  });

const release = { version: '2.0.0', canonical: '2.0.0', tag: 'v2.0.0', prefix: 'v', isNamed: false, label: '2.0.0' };

interface Told {
  readonly types?: NonNullable<NonNullable<Config['release']>['conventionalCommits']>['types'];
  readonly setting?: Partial<ChangelogSetting>;
  readonly url?: string;
  readonly bump?: Config['bump'];
}

async function entryOf(messages: readonly string[], { types, setting = {}, url, bump }: Told = {}): Promise<string> {
  const config: Config = {
    ...noConfig,
    ...(bump === undefined ? {} : { bump }),
    ...(types === undefined ? {} : { release: { raw: {}, conventionalCommits: { types } } }),
  };
  const repository = url === undefined ? undefined : readRepository(url);
  const changes = messages.map((text, at) => commit(text, at));
  const shared = repository === undefined ? {} : { repository };
  const entry = makeEntry({
    changes,
    updates: [],
    asked: [],
    headings: headingsOf(config),
    itemOf: itemsOf(repository, setting.withLinks ?? url !== undefined),
    withAuthors: setting.withAuthors ?? false,
  });
  const whole = { ...usual, withLinks: url !== undefined, ...setting };
  const renderer = await rendererOf(whole, config);
  const told = await renderer.dress({ release, entry, changes, setting: whole, ...shared });
  return writeDocument(undefined, [told], 'Changelog', undefined).entry;
}

/** Below its heading, on one line. */
const show = (entry: string): string =>
  entry
    .split('\n')
    .slice(2)
    .filter((line) => line !== '')
    .join(' | ');

const rows: readonly (readonly [what: string, messages: readonly string[], expected: string, told?: Told])[] = [
  ['features', ['feat: a mast'], '### Added | - a mast'],
  ['fixes', ['fix(hull): no leak'], '### Fixed | - **hull:** no leak'],
  ['speed', ['perf: less drag'], '### Performance | - less drag'],
  [
    'the six words themselves',
    ['change: a', 'deprecate: b', 'remove: c', 'security: d'],
    '### Changed | - a | ### Deprecated | - b | ### Removed | - c | ### Security | - d',
  ],
  ['nothing of chores', ['chore: x', 'ci: x', 'test: x', 'style: x', 'build: x', 'docs: x', 'refactor: x', 'x'], ''],
  [
    'breaking changes first, with the way out',
    ['feat: a mast', 'refactor!: one deck\n\nBREAKING CHANGE: Climb down.\nThen walk.'],
    '### Breaking changes | - one deck |   Climb down. |   Then walk. | ### Added | - a mast',
  ],
  ['dependencies apart', ['fix(deps): rope 2'], '### Dependencies | - **deps:** rope 2'],
  ['a footer that says where it belongs', ['fix: a hole\n\nChangelog: security'], '### Security | - a hole'],
  ['a footer that says it does not', ['feat: a mast\n\nChangelog: skip'], ''],
  [
    'a footer that deprecates',
    ['feat: a mast\n\nText.\n\nDeprecated: oars,\n  use the mast'],
    '### Added | - a mast | ### Deprecated | - oars, use the mast',
  ],
  ['one change once', ['fix: a knot', 'fix: a knot'], '### Fixed | - a knot'],
  [
    'commits without a type where any releases',
    ['Tie a knot'],
    '### Changed | - Tie a knot',
    { bump: { patch: 'any' } },
  ],
  [
    'titles of nx.json',
    ['feat: a mast'],
    '### ✨ New | - a mast',
    { types: { feat: { changelog: { title: '✨ New' } } } },
  ],
  [
    'a type of the repository',
    ['ops: a dock'],
    '### Harbor | - a dock',
    { types: { ops: { changelog: { title: 'Harbor' } } } },
  ],
  ['a type that is hidden', ['feat: a mast'], '', { types: { feat: { changelog: { hidden: true } } } }],
  ['a type that is switched off', ['feat: a mast'], '', { types: { feat: false } }],
  ['a type that is switched on', ['docs: a map'], '### Docs | - a map', { types: { docs: true } }],
  ['text as text', ['fix: read Vec<T> and `<b>`'], '### Fixed | - read Vec&lt;T> and `<b>`'],
  [
    'a pull request',
    ['fix: no leak (#12)'],
    '### Fixed | - no leak ([#12](https://github.com/acme/ship/pull/12))',
    { url: 'github:acme/ship' },
  ],
  [
    'a pull request and its issues',
    ['fix: no leak (#12)\n\nCloses #9'],
    '### Fixed | - no leak ([#12](https://github.com/acme/ship/pull/12), [#9](https://github.com/acme/ship/issues/9))',
    { url: 'github:acme/ship' },
  ],
  [
    'a commit',
    ['fix: no leak'],
    `### Fixed | - no leak ([abcdef0](https://gitlab.com/acme/ship/-/commit/${id}))`,
    { url: 'gitlab:acme/ship' },
  ],
  [
    'authors, if asked, without programs',
    ['fix: a\n\nCo-authored-by: Bo <bo@acme.io>\nCo-authored-by: dependabot[bot] <x@y.z>'],
    '### Fixed | - a | ### Contributors | - Ada Ship | - Bo',
    { setting: { withAuthors: true } },
  ],
];

it.each(rows.map(([what, messages, expected, told = {}]) => [what, messages, expected, told] as const))(
  'tells %s',
  async (_, messages, expected, told) => expect(show(await entryOf(messages, told))).toBe(expected),
);

it('has the form of Nx where its renderer is named', async () =>
  expect(
    await entryOf(['feat(api)!: a mast\n\nBREAKING CHANGE: Climb.', 'fix: no leak', 'docs: a map'], {
      setting: { renderer: 'nx/release/changelog-renderer', withAuthors: true },
    }),
  ).toBe(
    [
      '# 2.0.0 ({{date}})',
      '### 🚀 Features',
      '- ⚠️  **api:** a mast',
      '### 🩹 Fixes',
      '- no leak',
      '### ⚠️  Breaking Changes',
      '- **api:** a mast\n  Climb.',
      '### ❤️ Thank You',
      '- Ada Ship',
    ].join('\n\n'),
  ));

it.each([
  [
    'angular',
    '# 2.0.0 ({{date}})\n\n### BREAKING CHANGES\n\n- one deck\n  Climb.\n\n### Bug Fixes\n\n- no leak\n\n### Features\n\n- a mast',
  ],
  [
    'conventionalcommits',
    '## 2.0.0 ({{date}})\n\n### ⚠ BREAKING CHANGES\n\n- one deck\n  Climb.\n\n### Bug Fixes\n\n- no leak\n\n### Features\n\n- a mast',
  ],
])('is written by conventional-changelog with the preset %s, without git', async (preset, expected) =>
  expect(
    await entryOf(['feat: a mast', 'chore: x', 'fix: no leak', 'refactor!: one deck\n\nBREAKING CHANGE: Climb.'], {
      setting: { preset },
    }),
  ).toBe(expected),
);

it.each([
  [
    'a renderer of the workspace is not run',
    { renderer: '{workspaceRoot}/tools/renderer.js' },
    'CHANGELOG_RENDERER_NOT_RUN',
    'tools/renderer.js',
  ],
  ['a preset of the workspace is not run', { preset: 'ours' }, 'CHANGELOG_PRESET_UNKNOWN', undefined],
])('%s', async (_, setting, code, file) => {
  const renderer = await rendererOf({ ...usual, ...setting }, noConfig);
  expect(renderer.problems.map((problem) => [problem.code, problem.severity])).toEqual([[code, 'warning']]);
  expect(renderer.file).toBe(file);
});

it.each([
  ['acme/ship', 'https://github.com/acme/ship'],
  ['gitlab:acme/ship', 'https://gitlab.com/acme/ship'],
  ['git+https://github.com/acme/ship.git', 'https://github.com/acme/ship'],
  ['git@github.com:acme/ship.git', 'https://github.com/acme/ship'],
  ['ssh://git@gitlab.acme.io:2222/fleet/ship.git', 'https://gitlab.acme.io/fleet/ship'],
  ['https://github.com/acme/ship/tree/main/crates/hull', 'https://github.com/acme/ship'],
  ['https://gitlab.com/acme/fleet/ship/-/tree/main', 'https://gitlab.com/acme/fleet/ship'],
  ['https://codeberg.org/acme/ship/', 'https://codeberg.org/acme/ship'],
  ['https://ship.readthedocs.io/en/latest', undefined],
  ['https://github.com/acme', undefined],
  ['no address', undefined],
])('the repository of %s is %s', (written, url) => expect(readRepository(written)?.url).toBe(url));
