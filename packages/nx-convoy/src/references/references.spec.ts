import { ecosystems } from '../ecosystems/index.ts';
import { noConfig, type Config, type ReferenceConfig } from '../model/config.ts';
import { ok } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Unit } from '../model/unit.ts';
import { applyEdits } from '../text/splice/apply.ts';
import { locateEdits } from '../text/splice/locate.ts';
import type { Moved } from './moved.ts';
import { referencesOf, type References } from './references.ts';

const unit = (id: string, more: Partial<Unit> = {}): Unit => {
  const [ecosystem = '', name = ''] = id.split(':');
  const root = more.root ?? `units/${name.split('/').at(-1) ?? ''}`;
  return {
    id,
    ecosystem,
    name,
    project: name,
    key: id,
    root,
    manifest: `${root}/x`,
    version: '1.2.0',
    private: false,
    registries: [],
    ...more,
  };
};

const units = [
  unit('cargo:core'),
  unit('python:Acme_Core', { root: 'py' }),
  unit('npm:@acme/core'),
  unit('docker:api', { images: ['ghcr.io/acme/api', 'docker.io/acme/hub'] }),
  unit('helm:app', { root: 'charts/app' }),
  unit('cargo:still', { version: '1.2.0' }),
];

const movedTo = (to: string, from = ['1.2.0']): readonly Moved[] =>
  units
    .filter(({ name }) => name !== 'still')
    .map((one) => {
      const spelled = ecosystems.find(({ id }) => id === one.ecosystem)?.spell(to);
      return {
        unit: one,
        leaves: from,
        to,
        spelling: spelled?.ok === true ? spelled.value : to,
        ...(one.id === 'cargo:core'
          ? { tags: { from: from.map((version) => `core@${version}`), to: `core@${to}` } }
          : {}),
      };
    });

interface Asked {
  readonly to?: string;
  readonly from?: readonly string[];
  readonly references?: readonly ReferenceConfig[];
  readonly exclude?: readonly string[];
  readonly changelogs?: readonly string[];
}

const repoOf = (files: Readonly<Record<string, string>>): Snapshot => ({
  files: Object.keys(files).sort(),
  text: (path) => {
    const text = files[path];
    return text === undefined ? undefined : ok(text);
  },
});

function find(
  files: Readonly<Record<string, string>>,
  { to = '1.3.0', from, references, exclude = [], changelogs = [] }: Asked = {},
): References {
  const config: Config = { ...noConfig, exclude, ...(references === undefined ? {} : { references }) };
  return referencesOf({
    repo: repoOf(files),
    config,
    units,
    moved: movedTo(to, from === undefined ? undefined : [...from]),
    ecosystems,
    home: 'https://github.com/acme/app',
    edits: [],
    changelogs,
  });
}

/** What the file becomes by the edits as a plan says them, or the codes of the problems. */
function become(file: string, text: string, asked: Asked = {}): string {
  const { edits, problems } = find({ [file]: text }, asked);
  if (problems.length > 0) return problems.map(({ code }) => code).join(' ');
  const located = locateEdits(repoOf({ [file]: text }), edits);
  const result = located.ok ? applyEdits(text, located.value) : located;
  return result.ok ? result.value : result.problems.map(({ what }) => what).join(' ');
}

const fence = (language: string, text: string): string => `# Install\n\n\`\`\`${language}\n${text}\n\`\`\`\n`;

/** What stands in a README, and what it becomes; nothing: it stays. */
const rows: readonly (readonly [string, string, string?])[] = [
  [
    'a table of dependencies',
    fence('toml', '[dependencies]\ncore = "1.2"'),
    fence('toml', '[dependencies]\ncore = "1.3"'),
  ],
  ['the same without its header', fence('toml,ignore', 'core = "1.2.0"'), fence('toml,ignore', 'core = "1.3.0"')],
  [
    'an inline table',
    fence('toml', 'core = { version = "^1.2", features = ["x"] }'),
    fence('toml', 'core = { version = "^1.3", features = ["x"] }'),
  ],
  [
    'a renamed one',
    fence('toml', 'c = { package = "core", version = "=1.2.0" }'),
    fence('toml', 'c = { package = "core", version = "=1.3.0" }'),
  ],
  [
    'a table of its own',
    fence('toml', '[dev-dependencies.core]\nversion = "1.2"'),
    fence('toml', '[dev-dependencies.core]\nversion = "1.3"'),
  ],
  ['one number that still leads there', fence('toml', 'core = "1"')],
  ['another version', fence('toml', 'core = "1.1"')],
  ['a stranger', fence('toml', 'serde = "1.2"')],
  ['one that is not released', fence('toml', 'still = "1.2"')],
  ['a manifest that is shown', fence('toml', '[package]\nname = "core"\nversion = "1.2.0"')],
  ['a fence that is no TOML', fence('rust', 'let core = "1.2.0";')],
  [
    'poetry',
    fence('toml', '[tool.poetry.dependencies]\nacme-core = "^1.2"'),
    fence('toml', '[tool.poetry.dependencies]\nacme-core = "^1.3"'),
  ],
  [
    'a list of PEP 508',
    fence('toml', '[project]\ndependencies = ["acme.core[x]>=1.2,<2", "core==1.2.0"]'),
    fence('toml', '[project]\ndependencies = ["acme.core[x]>=1.3,<2", "core==1.2.0"]'),
  ],
  ['marks of code in a text', 'Add `core = "1.2"` to it.', 'Add `core = "1.3"` to it.'],
  ['cargo add', '    cargo add core@1.2\n', '    cargo add core@1.3\n'],
  [
    'cargo install',
    fence('sh', '$ cargo install core --locked --version 1.2.0 # core 1.2.0'),
    fence('sh', '$ cargo install core --locked --version 1.3.0 # core 1.2.0'),
  ],
  ['cargo install of two', fence('sh', 'cargo install still core --version 1.2.0')],
  [
    'a tag',
    fence('sh', 'cargo install --git https://github.com/acme/app --tag core@1.2.0 core'),
    fence('sh', 'cargo install --git https://github.com/acme/app --tag core@1.3.0 core'),
  ],
  ['pip', 'Run `pip install "acme-core[fast]==1.2.0"`.', 'Run `pip install "acme-core[fast]==1.3.0"`.'],
  [
    'python -m pip',
    fence('', 'python -m pip install -U acme_core==1.2.0'),
    fence('', 'python -m pip install -U acme_core==1.3.0'),
  ],
  [
    'uv',
    fence('bash', 'uv add acme-core>=1.2 && uvx acme-core@1.2.0 run'),
    fence('bash', 'uv add acme-core>=1.3 && uvx acme-core@1.3.0 run'),
  ],
  [
    'uv pip, poetry, pipx',
    fence('bash', "uv pip install acme-core~=1.2.0\npoetry add 'acme-core@^1.2'\npipx install acme-core==1.2.0"),
    fence('bash', "uv pip install acme-core~=1.3.0\npoetry add 'acme-core@^1.3'\npipx install acme-core==1.3.0"),
  ],
  [
    'requirements',
    fence('text', '# all\nacme-core==1.2.0  # x\ncore==1.2.0'),
    fence('text', '# all\nacme-core==1.3.0  # x\ncore==1.2.0'),
  ],
  [
    'npm',
    fence(
      'sh',
      'npm i -D @acme/core@1.2.0\npnpm add @acme/core@^1.2\nyarn add @acme/core@~1.2.0\nnpx @acme/core@1.2.0 build',
    ),
    fence(
      'sh',
      'npm i -D @acme/core@1.3.0\npnpm add @acme/core@^1.3\nyarn add @acme/core@~1.3.0\nnpx @acme/core@1.3.0 build',
    ),
  ],
  [
    'a package.json',
    fence('json', '{ "dependencies": { "@acme/core": "^1.2.0", "x": "^1.2.0" } }'),
    fence('json', '{ "dependencies": { "@acme/core": "^1.3.0", "x": "^1.2.0" } }'),
  ],
  [
    'a script of a page',
    '<script src="https://unpkg.com/@acme/core@1.2.0/x.js"></script>',
    '<script src="https://unpkg.com/@acme/core@1.3.0/x.js"></script>',
  ],
  [
    'docker',
    fence('sh', 'docker run --rm \\\n  -p 80:80 ghcr.io/acme/api:1.2.0 serve'),
    fence('sh', 'docker run --rm \\\n  -p 80:80 ghcr.io/acme/api:1.3.0 serve'),
  ],
  ['an image of the usual registry', '`docker pull acme/hub:v1.2`', '`docker pull acme/hub:v1.3`'],
  ['an image of the same name elsewhere', '`docker pull quay.io/acme/api:1.2.0`'],
  ['a variant', '`docker pull acme/hub:1.2.0-slim`'],
  ['a digest', '`docker pull acme/hub:1.2.0@sha256:0123`'],
  [
    'compose',
    fence('yaml', 'services:\n  api:\n    image: "ghcr.io/acme/api:1.2.0"'),
    fence('yaml', 'services:\n  api:\n    image: "ghcr.io/acme/api:1.3.0"'),
  ],
  [
    'values',
    fence('yaml', 'image:\n  repository: ghcr.io/acme/api\n  tag: "1.2.0"'),
    fence('yaml', 'image:\n  repository: ghcr.io/acme/api\n  tag: "1.3.0"'),
  ],
  [
    'FROM',
    fence('dockerfile', 'FROM --platform=linux/amd64 acme/hub:1.2.0 AS x'),
    fence('dockerfile', 'FROM --platform=linux/amd64 acme/hub:1.3.0 AS x'),
  ],
  [
    'helm',
    fence('console', '$ helm upgrade --install x acme/app \\\n    --version 1.2.0'),
    fence('console', '$ helm upgrade --install x acme/app \\\n    --version 1.3.0'),
  ],
  [
    'helm by an address',
    '`helm pull oci://ghcr.io/acme/charts/app --version=1.2.0`',
    '`helm pull oci://ghcr.io/acme/charts/app --version=1.3.0`',
  ],
  [
    'helm with other words',
    '`helm install x acme/app --version "1.2.0" -f values/app.yaml -n a/b`',
    '`helm install x acme/app --version "1.3.0" -f values/app.yaml -n a/b`',
  ],
  [
    'helm with a repository',
    '`helm install x app --repo https://charts.example.com --version 1.2.0`',
    '`helm install x app --repo https://charts.example.com --version 1.3.0`',
  ],
  ['another chart', '`helm install app other/thing --version 1.2.0`'],
  [
    'a dependency of a chart',
    fence('yaml', 'dependencies:\n  - name: app\n    repository: https://x\n    version: ~1.2.0'),
    fence('yaml', 'dependencies:\n  - name: app\n    repository: https://x\n    version: ~1.3.0'),
  ],
  [
    'a table of requirements',
    '| Repository | Name | Version |\n|---|---|---|\n| https://x | app | ~1.2.0 |\n|  | other | 1.2.0 |',
    '| Repository | Name | Version |\n|---|---|---|\n| https://x | app | ~1.3.0 |\n|  | other | 1.2.0 |',
  ],
  ['docs.rs', '[docs](https://docs.rs/core/1.2.0/core/)', '[docs](https://docs.rs/core/1.3.0/core/)'],
  [
    'a download and its name',
    '[core 1.2.0](https://github.com/acme/app/releases/download/core@1.2.0/core-1.2.0.tar.gz)',
    '[core 1.3.0](https://github.com/acme/app/releases/download/core@1.3.0/core-1.3.0.tar.gz)',
  ],
  [
    'a tag with its sign hidden',
    '<https://github.com/acme/app/archive/refs/tags/core%401.2.0.tar.gz>',
    '<https://github.com/acme/app/archive/refs/tags/core%401.3.0.tar.gz>',
  ],
  [
    'all since',
    'https://github.com/acme/app/compare/core@1.2.0...main',
    'https://github.com/acme/app/compare/core@1.3.0...main',
  ],
  ['between two', 'https://github.com/acme/app/compare/core@1.1.0...core@1.2.0'],
  ['another repository', 'https://github.com/other/app/releases/download/core@1.2.0/x'],
  ['a section of changes', '# x\n\n## Changelog\n\n`cargo add core@1.2.0`\n'],
  ['a section about a version', '# x\n\n## From 1.1 to 1.2\n\n`cargo add core@1.2.0`\n'],
  [
    'what follows it',
    '# x\n\n## 1.2\n\n`cargo add core@1.2.0`\n\n## Use\n\n`cargo add core@1.2.0`\n',
    '# x\n\n## 1.2\n\n`cargo add core@1.2.0`\n\n## Use\n\n`cargo add core@1.3.0`\n',
  ],
  [
    'two of one line',
    '`cargo add core@1.2.0` or `npm i @acme/core@1.2.0`, 1.2.0',
    '`cargo add core@1.3.0` or `npm i @acme/core@1.3.0`, 1.2.0',
  ],
  [
    'the same twice',
    '`cargo add core@1.2.0`, `cargo add core@1.2.0`',
    '`cargo add core@1.3.0`, `cargo add core@1.3.0`',
  ],
  ['a version that is part of another', 'core 11.2.0\n\n`cargo add core@1.2.01`'],
  ['a word in a sentence', 'Since 1.2.0 the core is fast.'],
];

it.each(rows.map(([name, text, after = text]) => [name, text, after] as const))('%s', (_, text, after) => {
  for (const [before, expected] of [
    [text, after],
    [text.replaceAll('\n', '\r\n'), after.replaceAll('\n', '\r\n')],
    [`\uFEFF${text}`, `\uFEFF${after}`],
  ] as const)
    expect(become('README.md', before)).toBe(expected);
});

it.each<readonly [string, string, string, string]>([
  [
    'reStructuredText',
    'docs/use.rst',
    'Use\n===\n\n.. code-block:: toml\n\n   [dependencies]\n   core = "1.2"\n\ncore = "1.2"\n',
    'Use\n===\n\n.. code-block:: toml\n\n   [dependencies]\n   core = "1.3"\n\ncore = "1.2"\n',
  ],
  [
    'AsciiDoc',
    'docs/use.adoc',
    '== Use\n\n[source,toml]\n----\ncore = "1.2"\n----\n\n[source,sh]\n----\npip install acme-core==1.2.0\n----\n',
    '== Use\n\n[source,toml]\n----\ncore = "1.3"\n----\n\n[source,sh]\n----\npip install acme-core==1.3.0\n----\n',
  ],
  [
    'fences within lists and quotations',
    'docs/use.md',
    '1. x\n\n   ```toml\n   core = "1.2"\n   ```\n\n> ```toml\n> core = "1.2"\n> ```\n',
    '1. x\n\n   ```toml\n   core = "1.3"\n   ```\n\n> ```toml\n> core = "1.3"\n> ```\n',
  ],
])('%s', (_, file, text, after) => expect(become(file, text)).toBe(after));

it.each<readonly [string, boolean]>([
  ['README.md', true],
  ['units/core/README', true],
  ['units/core/usage.md', true],
  ['docs/a/b.mdx', true],
  ['examples/x/README.md', true],
  ['CHANGELOG.md', false],
  ['docs/CHANGES.rst', false],
  ['docs/releases/1.2.0.md', false],
  ['docs/release-notes/x.md', false],
  ['docs/v1.2/x.md', false],
  ['versioned_docs/version-1/x.md', false],
  ['docs/migration-guide.md', false],
  ['units/core/tests/README.md', false],
  ['vendor/x/README.md', false],
  ['src/x.md', false],
  ['site/x.html', false],
])('%s is looked through: %s', (file, isRead) => {
  expect(find({ [file]: '`cargo add core@1.2.0`' }).edits.length > 0).toBe(isRead);
});

it('leaves what is excluded, and the changelogs of this release', () => {
  const text = '`cargo add core@1.2.0`';
  expect(find({ 'docs/a/x.md': text }, { exclude: ['docs/a'] }).edits).toEqual([]);
  expect(find({ 'docs/told.md': text }, { changelogs: ['docs/told.md'] }).edits).toEqual([]);
});

it.each<readonly [string, string, Asked, string]>([
  ['a major line', fence('toml', 'core = "1"'), { to: '2.0.0' }, fence('toml', 'core = "2"')],
  [
    'a candidate, for those who are on one',
    '`cargo add core@1.2.0-rc.1` `pip install acme-core==1.2.0rc1`',
    { from: ['1.2.0-rc.1'], to: '1.2.0-rc.2' },
    '`cargo add core@1.2.0-rc.2` `pip install acme-core==1.2.0rc2`',
  ],
  ['a candidate, for nobody else', '`cargo add core@1.2.0`', { to: '1.3.0-rc.1' }, '`cargo add core@1.2.0`'],
  [
    'the release after its candidates',
    '`cargo add core@1.2.0` `cargo add core@1.3.0-rc.1`',
    { from: ['1.3.0-rc.1', '1.2.0'], to: '1.3.0' },
    '`cargo add core@1.3.0` `cargo add core@1.3.0`',
  ],
])('goes to %s', (_, text, asked, after) => expect(become('README.md', text, asked)).toBe(after));

it.each<readonly [string, string, string, string]>([
  [
    'above a line',
    'README.md',
    '<!-- convoy:version unit=cargo:core -->\nVersion 1.2.0 of 9\n',
    '<!-- convoy:version unit=cargo:core -->\nVersion 1.3.0 of 9\n',
  ],
  ['within a line', 'units/core/VERSION.txt', 'v1.2.0 # convoy:version', 'UNREAD'],
  [
    'within a line of a page',
    'units/core/README.md',
    'v1.2.0 <!-- convoy:version -->',
    'v1.3.0 <!-- convoy:version -->',
  ],
  [
    'by another name',
    'units/core/README.md',
    '1.0.0 // x-release-please-version\n',
    '1.3.0 // x-release-please-version\n',
  ],
  [
    'a number',
    'units/core/README.md',
    'core:1 <!-- x-release-please-minor -->',
    'core:3 <!-- x-release-please-minor -->',
  ],
  [
    'a block',
    'units/core/README.md',
    '<!-- convoy:begin -->\n1.2.0 and 1.1.0\n1.2\n<!-- convoy:end -->\n1.2.0\n',
    '<!-- convoy:begin -->\n1.3.0 and 1.1.0\n1.3\n<!-- convoy:end -->\n1.2.0\n',
  ],
  [
    'a block by another name',
    'units/core/README.md',
    '<!-- x-release-please-start-version -->\n1.1.0\n<!-- x-release-please-end -->',
    '<!-- x-release-please-start-version -->\n1.3.0\n<!-- x-release-please-end -->',
  ],
  [
    'a block that is left alone',
    'README.md',
    '<!-- convoy:off -->\n`cargo add core@1.2.0`\n<!-- convoy:on -->\n`cargo add core@1.2.0`',
    '<!-- convoy:off -->\n`cargo add core@1.2.0`\n<!-- convoy:on -->\n`cargo add core@1.3.0`',
  ],
  [
    'of a unit that stays',
    'README.md',
    '1.2.0 <!-- convoy:version unit=cargo:still -->',
    '1.2.0 <!-- convoy:version unit=cargo:still -->',
  ],
  ['of no unit', 'README.md', '1.2.0 <!-- convoy:version unit=cargo:none -->', 'REFERENCE_UNIT_UNKNOWN'],
  ['of many units', 'README.md', '1.2.0 <!-- convoy:version -->', 'REFERENCE_UNIT_UNCLEAR'],
  ['of nothing', 'units/core/README.md', '<!-- convoy:version -->\nnothing\n', 'REFERENCE_EMPTY'],
  ['of too much', 'units/core/README.md', '1.0.0 1.1.0 <!-- convoy:version -->', 'REFERENCE_UNCLEAR'],
  ['that never ends', 'units/core/README.md', '<!-- convoy:begin -->\n1.2.0', 'REFERENCE_MARKER'],
  ['that never begins', 'units/core/README.md', '<!-- convoy:end -->\n1.2.0', 'REFERENCE_MARKER'],
])('a marker %s', (_, file, text, after) => {
  expect(become(file, text)).toBe(after === 'UNREAD' ? text : after);
});

it.each<readonly [string, string, string, ReferenceConfig, string]>([
  [
    'a text',
    'deploy/a.yaml',
    'image: acme/x:1.2.0\n',
    { files: ['deploy/*.yaml'], find: 'acme/x:{version}', unit: 'cargo:core' },
    'image: acme/x:1.3.0\n',
  ],
  [
    'a pattern',
    'a.sh',
    'V=1.2.0\nW=1.2.0\n',
    { files: ['a.sh'], find: '/^V={version}$/', unit: 'cargo:core' },
    'V=1.3.0\nW=1.2.0\n',
  ],
  [
    'several',
    'a.sh',
    'V=1.2.0 V=1.2\n',
    { files: ['a.sh'], find: 'V={version}', unit: 'cargo:core', expect: 2 },
    'V=1.3.0 V=1.3\n',
  ],
  [
    'whatever stands there',
    'units/core/a.h',
    '#define V "0.9.0"\n',
    { files: ['**/*.h'], find: 'V "{version}"' },
    '#define V "1.3.0"\n',
  ],
  [
    'a comment in a format',
    'a.toml',
    '# x-1.2.0.tgz\na = 1\n',
    { files: ['a.toml'], find: 'x-{version}.tgz', unit: 'cargo:core' },
    '# x-1.3.0.tgz\na = 1\n',
  ],
  [
    'a template that is no YAML',
    'a.yaml',
    'a: {{ x }}: 1.2.0\n',
    { files: ['a.yaml'], find: '}}: {version}', unit: 'cargo:core' },
    'a: {{ x }}: 1.3.0\n',
  ],
  [
    'markers alone',
    'a.sh',
    'V=1.2.0 # convoy:version unit=cargo:core',
    { files: ['a.sh'] },
    'V=1.3.0 # convoy:version unit=cargo:core',
  ],
  [
    'too many',
    'a.sh',
    'V=1.2.0\nV=1.2.0\n',
    { files: ['a.sh'], find: 'V={version}', unit: 'cargo:core' },
    'REFERENCE_COUNT',
  ],
  ['none', 'a.sh', 'W=1.2.0\n', { files: ['a.sh'], find: 'V={version}', unit: 'cargo:core' }, 'REFERENCE_COUNT'],
  [
    'a unit that is not there',
    'a.sh',
    'V=1.2.0\n',
    { files: ['a.sh'], find: 'V={version}', unit: 'cargo:none' },
    'REFERENCE_UNIT_UNKNOWN',
  ],
  ['whose nobody says', 'a.sh', 'V=1.2.0\n', { files: ['a.sh'], find: 'V={version}' }, 'REFERENCE_UNIT_UNCLEAR'],
  ['no pattern', 'a.sh', 'V=1.2.0\n', { files: ['a.sh'], find: '/(V={version}/' }, 'REFERENCE_INVALID'],
  [
    'a unit that stays',
    'a.sh',
    'V=1.2.0\n',
    { files: ['a.sh'], find: 'V={version}', unit: 'cargo:still' },
    'V=1.2.0\n',
  ],
])('configured: %s', (_, file, text, rule, after) => {
  expect(become(file, text, { references: [rule] })).toBe(after);
});

it('tells where a count is wrong, what stands there and what to write', () => {
  const [problem] = find(
    { 'a.sh': 'V=1.2.0\nV=1.2.0\n' },
    { references: [{ files: ['*.sh'], find: 'V={version}', unit: 'cargo:core', expect: 3 }] },
  ).problems;
  expect(problem).toEqual({
    code: 'REFERENCE_COUNT',
    severity: 'error',
    what: '"V={version}" stands 2 times in *.sh, not 3 times: a.sh:1, a.sh:2.',
    where: { file: 'a.sh', line: 1 },
    fix: 'If all of them are meant: "expect": 2 in references[0]. Else make "find" longer.',
  });
});

it('tells what it leaves, and why', () => {
  const text = '`docker pull acme/hub:1.2.0-slim`\n\n## Changelog\n\n`cargo add core@1.2.0`\n';
  expect(find({ 'README.md': text }).left).toEqual([
    {
      unit: 'docker:api',
      at: { file: 'README.md', line: 1 },
      text: '1.2.0-slim',
      why: 'it is a variant, and may not be there in the new version',
    },
    { unit: 'cargo:core', at: { file: 'README.md', line: 5 }, text: '1.2.0', why: 'stands in the section "Changelog"' },
  ]);
});

it('knows a badge by its label and its folder', () => {
  const badge = (version: string): string =>
    `![Version: ${version}](https://img.shields.io/badge/Version-${version}-blue?x) ![AppVersion: 1.2.0](https://img.shields.io/badge/AppVersion-1.2.0-blue)`;
  expect(become('charts/app/README.md', badge('1.2.0'))).toBe(badge('1.3.0'));
  expect(become('docs/x.md', badge('1.2.0'))).toBe(badge('1.2.0'));
});

it('reads each page once, and no other file', () => {
  const asked: string[] = [];
  const files = ['README.md', 'docs/a.md', 'docs/b.md', 'src/a.rs'];
  referencesOf({
    repo: { files, text: (path) => (asked.push(path), ok('`cargo add core@1.2.0`')) },
    config: noConfig,
    units,
    moved: movedTo('1.3.0'),
    ecosystems,
    edits: [],
    changelogs: [],
  });
  expect(asked).toEqual(['README.md', 'docs/a.md', 'docs/b.md']);
});
