import { generated } from './generated.ts';
import { chart, crate, pair, wheel, type Part } from './part.ts';

export interface Run {
  readonly name: string;
  /** For all of the workspace. */
  readonly version?: object;
  /** What `nx release version` is asked for, and the same in the words of our plan. */
  readonly ask?: { readonly nx: object; readonly ours: readonly string[] };
  readonly parts: readonly Part[];
}

const touch = ['$lib'];
const breaking = { '$lib/Cargo.toml': crate('$lib', '0.1.0'), '$app/Cargo.toml': crate('$app', '0.1.0', '$lib') };
const zeroTags = { tag: ['$lib@0.1.0', '$app@0.1.0'] };

const commits: readonly Part[] = [
  { id: 'idle', files: pair(), steps: [{ say: 'chore($lib): a', touch }] },
  { id: 'fix', files: pair(), steps: [{ say: 'fix($lib): a', touch }] },
  { id: 'feature', files: pair(), steps: [{ say: 'feat($lib): a', touch }] },
  { id: 'break', files: pair(), steps: [{ say: 'feat($lib)!: a', touch }] },
  { id: 'footer', files: pair(), steps: [{ say: 'fix($lib): a\n\nBREAKING CHANGE: b', touch }] },
  {
    id: 'both',
    files: pair(),
    steps: [
      { say: 'feat($app): a', touch: ['$app'] },
      { say: 'fix($lib): b', touch },
    ],
  },
  { id: 'named', files: pair(), steps: [{ say: 'feat($app): a', touch: ['$app', '$lib'] }] },
  { id: 'zero', files: breaking, steps: [zeroTags, { say: 'feat($lib): a', touch }] },
  { id: 'zerobreak', files: breaking, steps: [zeroTags, { say: 'feat($lib)!: a', touch }] },
  { id: 'stale', files: pair('0.0.0'), steps: [{ tag: ['$lib@1.4.0', '$app@1.4.0'] }, { say: 'fix($lib): a', touch }] },
  { id: 'together', fixed: true, files: pair(), steps: [{ say: 'feat($app): a', touch: ['$app'] }] },
  { id: 'togetherbreak', fixed: true, files: pair(), steps: [{ say: 'feat!: a', touch }] },
  {
    id: 'kinds',
    files: {
      '$sdk/pyproject.toml': wheel('$sdk', '1.0.0'),
      '$api/pyproject.toml': wheel('$api', '1.0.0', '$sdk'),
      '$base/Chart.yaml': chart('$base', '1.0.0'),
      '$web/Chart.yaml': chart('$web', '1.0.0', '$base'),
      '$old/setup.py': 'from setuptools import setup\nsetup()\n',
      '$old/setup.cfg': '[metadata]\nname = $old\nversion = 1.0.0\n',
      '$js/package.json': '{\n  "name": "$js",\n  "version": "1.0.0"\n}\n',
    },
    steps: [
      { say: 'feat($sdk): a', touch: ['$sdk'] },
      { say: 'fix($base): a', touch: ['$base'] },
      { say: 'feat($old)!: a', touch: ['$old'] },
      { say: 'fix($js): a', touch: ['$js'] },
    ],
  },
  {
    id: 'folder',
    files: { ...pair(), '$lib/Chart.yaml': chart('$lib', '1.0.0') },
    steps: [{ say: 'feat($lib): a', touch }],
  },
  {
    id: 'unscoped',
    files: pair(),
    steps: [{ say: 'feat: a', touch }],
    differs: { $app: { entry: 1, nx: '1.1.0', ours: '1.0.1' } },
  },
  {
    id: 'dev',
    files: {
      '$lib/Cargo.toml': crate('$lib', '1.0.0'),
      '$app/Cargo.toml': `${crate('$app', '1.0.0')}[dev-dependencies]\n$lib = { path = "../$lib" }\n`,
    },
    steps: [{ say: 'fix($lib): a', touch }],
    differs: { $app: { entry: 1, nx: '1.0.1', ours: '-' } },
  },
  {
    id: 'revert',
    files: pair(),
    steps: [
      { say: 'feat($lib): a', touch },
      { say: 'Revert "feat($lib): a"', touch },
    ],
    differs: { $lib: { entry: 2, nx: '1.1.0', ours: '-' }, $app: { entry: 2, nx: '1.0.1', ours: '-' } },
  },
  {
    id: 'unknown',
    files: pair(),
    steps: [{ say: 'feat(parser): a', touch }],
    differs: { $lib: { entry: 3, nx: '1.0.1', ours: '1.1.0' } },
  },
  {
    id: 'perf',
    files: pair(),
    steps: [{ say: 'perf($lib): a', touch }],
    differs: { $lib: { entry: 4, nx: '-', ours: '1.0.1' }, $app: { entry: 4, nx: '-', ours: '1.0.1' } },
  },
  {
    id: 'as',
    files: pair(),
    steps: [{ say: 'fix($lib): a\n\nRelease-As: 3.0.0', touch }],
    differs: { $lib: { entry: 5, nx: '1.0.1', ours: '3.0.0' } },
  },
  {
    id: 'ahead',
    files: { '$web/Chart.yaml': chart('$web', '1.3.0') },
    steps: [{ tag: ['$web@1.2.0'] }, { say: 'fix($web): a', touch: ['$web'] }],
    differs: { $web: { entry: 6, nx: '1.2.1', ours: '1.3.0' } },
  },
  {
    id: 'first',
    files: pair(),
    version: { fallbackCurrentVersionResolver: 'disk' },
    steps: [{ tag: [] }, { say: 'feat($lib): a', touch }],
    differs: { $lib: { entry: 7, nx: '1.1.0', ours: '1.0.0' }, $app: { entry: 7, nx: '1.0.1', ours: '1.0.0' } },
  },
  {
    id: 'compiled',
    files: {
      '$core/Cargo.toml': crate('$core', '1.0.0'),
      '$py/Cargo.toml': crate('$py', '1.0.0', '$core'),
      '$py/pyproject.toml':
        '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n\n[project]\nname = "$py"\nversion = "1.0.0"\n',
    },
    steps: [{ say: 'feat($core): a', touch: ['$core'] }],
  },
  {
    id: 'units',
    files: { '$two/Cargo.toml': crate('$two', '1.0.0'), '$two/Chart.yaml': chart('$two-chart', '1.0.0') },
    steps: [{ say: 'feat($two): a', touch: ['$two'] }],
  },
  {
    id: 'image',
    files: {
      '$core/Cargo.toml': crate('$core', '1.0.0'),
      '$img/Dockerfile': 'FROM scratch\nCOPY $core/src /src\n',
      '$img/compose.yaml':
        'services:\n  api:\n    image: ghcr.io/acme/$img\n    build:\n      context: ..\n      dockerfile: $img/Dockerfile\n',
    },
    steps: [{ say: 'feat($core): a', touch: ['$core'] }],
    differs: { $img: { entry: 14, nx: '1.0.1', ours: '1.1.0' } },
  },
  {
    id: 'deploy',
    fixed: true,
    files: {
      '$img/Dockerfile': 'FROM scratch\nCOPY src /src\n',
      '$img/compose.yaml': 'services:\n  api:\n    image: ghcr.io/acme/$img\n    build: .\n',
      '$web/Chart.yaml': `${chart('$web', '1.0.0')}appVersion: 1.0.0\n`,
      '$web/values.yaml': 'image:\n  repository: ghcr.io/acme/$img\n  tag: 1.0.0 # kept\n',
      '$web/templates/deployment.yaml': 'spec:\n  image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
    },
    steps: [{ say: 'feat($img): a', touch: ['$img'] }],
  },
  {
    id: 'apart',
    files: { '$two/Cargo.toml': crate('$two', '1.0.0'), '$two/Chart.yaml': chart('$two-chart', '2.0.0') },
    steps: [{ say: 'feat($two): a', touch: ['$two'] }],
    differs: { $two: { entry: 15, nx: '1.1.0', ours: '1.1.0 + 2.0.0' } },
  },
  {
    id: 'plan',
    plans: true,
    files: pair(),
    steps: [{ say: 'chore: plan', write: { '.nx/version-plans/plan.md': '---\n$lib: minor\n---\n\nText.\n' } }],
  },
  {
    id: 'planfixed',
    plans: true,
    fixed: true,
    files: pair(),
    steps: [
      { say: 'chore: plan', write: { '.nx/version-plans/f1.md': '---\nplanfixed: minor\n---\n\nText.\n' } },
      { say: 'chore: plan', write: { '.nx/version-plans/f2.md': '---\n$lib: patch\n---\n\nText.\n' } },
    ],
  },
  {
    id: 'plancommit',
    plans: true,
    files: pair(),
    steps: [{ say: 'feat($lib): a', touch, write: { '.nx/version-plans/c.md': '---\n$lib: patch\n---\n\nText.\n' } }],
    differs: { $lib: { entry: 8, nx: '1.0.1', ours: '1.1.0' } },
  },
  {
    id: 'planpre',
    plans: true,
    files: pair(),
    steps: [{ say: 'chore: plan', write: { '.nx/version-plans/p.md': '---\n$lib: preminor\n---\n\nText.\n' } }],
    differs: { $lib: { entry: 9, nx: '1.1.0-0', ours: '1.1.0-rc.1' } },
  },
  {
    id: 'leave',
    files: pair('1.1.0-rc.1'),
    steps: [
      { tag: ['$lib@1.0.0', '$app@1.0.0'] },
      { say: 'fix($lib): a', touch },
      { tag: ['$lib@1.1.0-rc.1', '$app@1.0.1-rc.1'] },
      { say: 'fix($lib): b', touch },
    ],
    differs: { $lib: { entry: 11, nx: '1.0.1', ours: '1.1.0' }, $app: { entry: 16, nx: '1.0.1', ours: '1.1.0' } },
  },
  ...generated([1, 2, 3]),
];

export const runs: readonly Run[] = [
  { name: 'commits and version plans', parts: commits },
  {
    name: 'dependents that never follow',
    version: { updateDependents: 'never' },
    parts: [
      {
        id: 'never',
        files: pair(),
        steps: [{ say: 'feat($lib): a', touch }],
        differs: { $app: { entry: 1, nx: '1.0.1', ours: '-' } },
      },
    ],
  },
  {
    name: 'no adjustment below 1.0',
    version: { adjustSemverBumpsForZeroMajorVersion: false },
    parts: [
      { id: 'plainfeat', files: breaking, steps: [zeroTags, { say: 'feat($lib): a', touch }] },
      { id: 'plainbreak', files: breaking, steps: [zeroTags, { say: 'feat($lib)!: a', touch }] },
    ],
  },
  {
    name: 'prereleases',
    ask: { nx: { preid: 'rc' }, ours: ['--preid=rc'] },
    parts: [
      {
        id: 'rc',
        fixed: true,
        files: pair(),
        steps: [{ say: 'feat($lib): a', touch }],
        differs: {
          $lib: { entry: 10, nx: '1.1.0-rc.0', ours: '1.1.0-rc.1' },
          $app: { entry: 10, nx: '1.1.0-rc.0', ours: '1.1.0-rc.1' },
        },
      },
      {
        id: 'nextrc',
        fixed: true,
        files: pair('1.1.0-rc.1'),
        steps: [
          { tag: ['$v1.0.0'] },
          { say: 'feat($lib): a', touch },
          { tag: ['$v1.1.0-rc.1'] },
          { say: 'fix($lib): b', touch },
        ],
      },
    ],
  },
  {
    name: 'a level by hand',
    ask: { nx: { specifier: 'minor' }, ours: ['--specifier=minor'] },
    parts: [
      { id: 'asked', fixed: true, files: pair(), steps: [] },
      {
        id: 'askedzero',
        fixed: true,
        files: pair('0.1.0'),
        steps: [{ tag: ['$v0.1.0'] }],
        differs: {
          $lib: { entry: 12, nx: '0.1.1', ours: '0.2.0' },
          $app: { entry: 12, nx: '0.1.1', ours: '0.2.0' },
        },
      },
    ],
  },
  {
    name: 'a level for one group',
    ask: { nx: { specifier: 'major', groups: ['up'] }, ours: ['--specifier=up=major'] },
    parts: [
      { id: 'up', fixed: true, files: { '$lib/Cargo.toml': crate('$lib', '1.0.0') }, steps: [] },
      {
        id: 'down',
        files: { '$app/Cargo.toml': crate('$app', '1.0.0', 'up-lib') },
        steps: [],
        differs: { $app: { entry: 13, nx: '2.0.0', ours: '1.0.1' } },
      },
    ],
  },
  {
    name: 'a file that concerns all',
    parts: [
      {
        id: 'all',
        files: pair(),
        steps: [{ say: 'fix: a', touch: ['nx.json'] }],
        differs: { $lib: { entry: 1, nx: '1.0.1', ours: '-' }, $app: { entry: 1, nx: '1.0.1', ours: '-' } },
      },
    ],
  },
];
