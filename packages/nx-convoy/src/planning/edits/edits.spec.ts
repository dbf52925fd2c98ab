import { ecosystems } from '../../ecosystems/index.ts';
import { discover } from '../../graph/discover.ts';
import { noConfig } from '../../model/config.ts';
import type { Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { editsOf } from './edits.ts';

type Files = Readonly<Record<string, string>>;

/** `id=version`: what is released. Each edit as `file:line before > after`. */
function edits(files: Files, ...targets: readonly string[]): readonly string[] {
  const repo: Snapshot = {
    files: Object.keys(files).sort(),
    text: (path): Result<string> | undefined => {
      const value = files[path];
      return value === undefined ? undefined : { ok: true, value };
    },
  };
  const { units, edges } = discover(repo, noConfig);
  const asked = targets.map((target) => {
    const at = target.lastIndexOf('=');
    const [id, to] = [target.slice(0, at), target.slice(at + 1)];
    const unit = units.find((one) => one.id === id);
    if (unit === undefined) throw new Error(`${id} is none of ${units.map((one) => one.id).join(', ')}`);
    const spelled = ecosystems.find((one) => one.id === unit.ecosystem)?.spell(to);
    return [id, { unit, to, spelling: spelled?.ok === true ? spelled.value : to }] as const;
  });
  const { edits: made, problems } = editsOf(new Map(asked), edges, ecosystems);
  return [
    ...made.map(({ file, line, before, after }) => `${file}:${line} ${before} > ${after}`),
    ...problems.map(({ code }) => code),
  ];
}

const crate = (name: string, version: string, needs = ''): string =>
  `[package]\nname = "${name}"\nversion = ${version}\n${needs === '' ? '' : `[dependencies]\n${needs}\n`}`;
const wheel = (name: string, version: string, needs = ''): string =>
  `[build-system]\nrequires = []\n[project]\nname = "${name}"\n${version}\ndependencies = [${needs}]\n`;
const chart = (name: string, version: string, rest = ''): string =>
  `apiVersion: v2\nname: ${name}\nversion: ${version}\n${rest}`;
const pair = (needs: string): Files => ({
  'a/Cargo.toml': crate('a', '"1.2.0"'),
  'b/Cargo.toml': crate('b', '"0.1.0"', needs),
});
const image = (values: string, rest = ''): Files => ({
  'api/Cargo.toml': crate('api', '"1.2.0"'),
  'docker-compose.yml': 'services:\n  api:\n    build: .\n    image: ghcr.io/acme/api\n',
  Dockerfile: 'FROM scratch\nCOPY api /api\n',
  'chart/Chart.yaml': chart('api', '0.1.0', rest),
  'chart/values.yaml': values,
});
const deployed = ['docker:acme/api=1.3.0', 'helm:api=0.1.1'] as const;

it.each<[string, Files, readonly string[], readonly string[]]>([
  [
    'npm: one line that holds its version and an equal requirement',
    {
      'package.json': '{"private":true,"name":"w","workspaces":["a","b"]}',
      'a/package.json': '{"name":"a","version":"1.2.0","dependencies":{"b":"1.2.0"}}',
      'b/package.json': '{"name":"b","version":"1.2.0"}',
    },
    ['npm:a=1.3.0', 'npm:b=1.3.0'],
    ['a/package.json:1 1.2.0 > 1.3.0', 'a/package.json:1 1.2.0 > 1.3.0', 'b/package.json:1 1.2.0 > 1.3.0'],
  ],
  [
    'cargo: one inherited version that cannot be two',
    {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n[workspace.package]\nversion = "1.2.0"\n',
      'a/Cargo.toml': '[package]\nname = "a"\nversion.workspace = true\n',
      'b/Cargo.toml': '[package]\nname = "b"\nversion.workspace = true\n',
    },
    ['cargo:a=1.3.0', 'cargo:b=2.0.0'],
    ['Cargo.toml:4 1.2.0 > 1.3.0', 'VERSION_TORN'],
  ],
  [
    'cargo: the requirement of a workspace table that one of two could keep',
    {
      'Cargo.toml':
        '[workspace]\nmembers = ["a", "b", "c"]\n[workspace.dependencies]\na = { path = "a", version = "1.2.0" }\n',
      'a/Cargo.toml': crate('a', '"1.2.0"'),
      'b/Cargo.toml': crate('b', '"1.0.0"', 'a.workspace = true'),
      'c/Cargo.toml': crate('c', '"1.0.0"', 'a = { workspace = true }'),
    },
    ['cargo:a=1.2.1', 'cargo:b=1.0.1'],
    ['Cargo.toml:4 1.2.0 > 1.2.1', 'a/Cargo.toml:3 1.2.0 > 1.2.1', 'b/Cargo.toml:3 1.0.0 > 1.0.1'],
  ],
  [
    'cargo: its own version',
    { 'a/Cargo.toml': crate('a', '"1.2.0"') },
    ['cargo:a=1.3.0'],
    ['a/Cargo.toml:3 1.2.0 > 1.3.0'],
  ],
  ['cargo: it stands there already', { 'a/Cargo.toml': crate('a', '"1.2.0"') }, ['cargo:a=1.2.0'], []],
  [
    'cargo: it stands there already, but for the build that was asked for',
    { 'a/Cargo.toml': crate('a', '"1.2.0"') },
    ['cargo:a=1.2.0+b.5'],
    ['a/Cargo.toml:3 1.2.0 > 1.2.0+b.5'],
  ],
  [
    'cargo: an inherited version is edited once',
    {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n[workspace.package]\nversion = "1.2.0"\n',
      'a/Cargo.toml': crate('a', '{ workspace = true }'),
      'b/Cargo.toml': crate('b', '{ workspace = true }'),
    },
    ['cargo:a=1.3.0', 'cargo:b=1.3.0'],
    ['Cargo.toml:4 1.2.0 > 1.3.0'],
  ],
  [
    'cargo: the requirement of a workspace table, for all who inherit it',
    {
      'Cargo.toml':
        '[workspace]\nmembers = ["a", "b", "c"]\n[workspace.dependencies]\na = { path = "a", version = "=1.2.0" }\n',
      'a/Cargo.toml': crate('a', '"1.2.0"'),
      'b/Cargo.toml': crate('b', '"1.0.0"', 'a.workspace = true'),
      'c/Cargo.toml': crate('c', '"1.0.0"', 'a = { workspace = true }'),
    },
    ['cargo:a=1.2.1'],
    ['Cargo.toml:4 =1.2.0 > =1.2.1', 'a/Cargo.toml:3 1.2.0 > 1.2.1'],
  ],
  [
    'cargo: a requirement that still admits it stays where its crate is not released',
    pair('a = { path = "../a", version = "1.2.0" }'),
    ['cargo:a=1.3.0'],
    ['a/Cargo.toml:3 1.2.0 > 1.3.0'],
  ],
  [
    'cargo: one that kept step goes on, with its operator',
    pair('a = { path = "../a", version = "^1.2.0" }'),
    ['cargo:a=1.3.0', 'cargo:b=0.1.1'],
    ['a/Cargo.toml:3 1.2.0 > 1.3.0', 'b/Cargo.toml:3 0.1.0 > 0.1.1', 'b/Cargo.toml:5 ^1.2.0 > ^1.3.0'],
  ],
  [
    'cargo: two numbers stay two numbers',
    pair('a = { path = "../a", version = "1.2" }'),
    ['cargo:a=2.0.0'],
    ['a/Cargo.toml:3 1.2.0 > 2.0.0', 'b/Cargo.toml:5 1.2 > 2.0'],
  ],
  [
    'cargo: several places',
    pair(
      'a = { path = "../a", version = "1" }\n[build-dependencies]\na = { path = "../a", version = "~1.2" }\n[target."cfg(unix)".dependencies]\na = { path = "../a", version = "=1.2.0" }',
    ),
    ['cargo:a=2.1.0'],
    [
      'a/Cargo.toml:3 1.2.0 > 2.1.0',
      'b/Cargo.toml:5 1 > 2',
      'b/Cargo.toml:7 ~1.2 > ~2.1',
      'b/Cargo.toml:9 =1.2.0 > =2.1.0',
    ],
  ],
  [
    'python: its own version, as PEP 440 has it',
    { 'a/pyproject.toml': wheel('a', 'version = "1.2.0"') },
    ['python:a=1.3.0-rc.1'],
    ['a/pyproject.toml:5 1.2.0 > 1.3.0rc1'],
  ],
  [
    'python: a file that the manifest names',
    {
      'a/pyproject.toml':
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "a"\ndynamic = ["version"]\n[tool.hatch.version]\npath = "a/__about__.py"\n',
      'a/a/__about__.py': '# the version\n__version__ = "1.2.0"\n',
    },
    ['python:a=1.2.1'],
    ['a/a/__about__.py:2 1.2.0 > 1.2.1'],
  ],
  [
    'python: tags tell, nothing is written',
    {
      'a/pyproject.toml':
        '[build-system]\nrequires = ["setuptools", "setuptools-scm"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "a"\ndynamic = ["version"]\n[tool.setuptools_scm]\n',
    },
    ['python:a=1.2.1'],
    [],
  ],
  [
    'python: a pin and a bound',
    {
      'a/pyproject.toml': wheel('a', 'version = "1.2.0"'),
      'b/pyproject.toml': `${wheel('b', 'version = "1.0.0"', '"a==1.2.0"')}[tool.uv.sources]\na = { path = "../a" }\n`,
      'c/pyproject.toml': `${wheel('c', 'version = "1.0.0"', '"a>=1.2,<2"')}[tool.uv.sources]\na = { path = "../a" }\n`,
    },
    ['python:a=2.0.0'],
    [
      'a/pyproject.toml:5 1.2.0 > 2.0.0',
      'b/pyproject.toml:6 ==1.2.0 > ==2.0.0',
      'c/pyproject.toml:6 >=1.2,<2 > >=2.0,<3',
    ],
  ],
  [
    'npm: its own version, a range with its operator, a protocol that leads there by itself',
    {
      'package.json': '{ "name": "w", "private": true, "workspaces": ["p/*"] }',
      'p/a/package.json': '{\n "name": "a",\n "version": "1.2.0"\n}',
      'p/b/package.json': '{\n "name": "b",\n "version": "1.0.0",\n "dependencies": {\n  "a": "~1.2.0"\n }\n}',
      'p/c/package.json': '{\n "name": "c",\n "version": "1.0.0",\n "dependencies": {\n  "a": "workspace:^"\n }\n}',
      'p/d/package.json':
        '{\n "name": "d",\n "version": "1.0.0",\n "peerDependencies": {\n  "a": "^1.0.0 || ^1.2.0"\n }\n}',
    },
    ['npm:a=2.0.0'],
    [
      'p/a/package.json:3 1.2.0 > 2.0.0',
      'p/b/package.json:5 ~1.2.0 > ~2.0.0',
      'p/d/package.json:5 ^1.0.0 || ^1.2.0 > ^1.0.0 || ^2.0.0',
    ],
  ],
  [
    'helm: its own version with its v, and what an umbrella asks of it',
    {
      'a/Chart.yaml': chart('a', 'v1.2.0'),
      'b/Chart.yaml': chart(
        'b',
        '0.1.0',
        'dependencies:\n  - name: a\n    version: ~1.2.0\n    repository: file://../a\n',
      ),
    },
    ['helm:a=1.3.0'],
    ['a/Chart.yaml:3 v1.2.0 > v1.3.0', 'b/Chart.yaml:6 ~1.2.0 > ~1.3.0'],
  ],
  [
    'helm: the tag of an image that it runs, and its appVersion',
    image('image:\n  repository: ghcr.io/acme/api\n  tag: "1.2.0"\n', 'appVersion: "1.2.0"\n'),
    deployed,
    ['chart/Chart.yaml:3 0.1.0 > 0.1.1', 'chart/Chart.yaml:4 1.2.0 > 1.3.0', 'chart/values.yaml:3 1.2.0 > 1.3.0'],
  ],
  [
    'helm: an appVersion of something else stays, a tag that lags behind does not',
    image('image:\n  repository: ghcr.io/acme/api\n  tag: v1.0.0\n', 'appVersion: "8.1"\n'),
    deployed,
    ['chart/Chart.yaml:3 0.1.0 > 0.1.1', 'chart/values.yaml:3 v1.0.0 > v1.3.0'],
  ],
  [
    'helm: latest, no tag and digests are left alone',
    image(
      'a:\n  repository: ghcr.io/acme/api\n  tag: latest\nb:\n  repository: ghcr.io/acme/api\n  tag: ""\nimage: ghcr.io/acme/api@sha256:0123456789012345678901234567890123456789012345678901234567890123\n',
    ),
    deployed,
    ['chart/Chart.yaml:3 0.1.0 > 0.1.1'],
  ],
  [
    'helm: a reference in one piece',
    image('image: ghcr.io/acme/api:1.2.0\nother: busybox:1.2.0\n'),
    deployed,
    ['chart/Chart.yaml:3 0.1.0 > 0.1.1', 'chart/values.yaml:1 ghcr.io/acme/api:1.2.0 > ghcr.io/acme/api:1.3.0'],
  ],
  [
    'helm: a chart that is not released runs what it ran',
    image('image: ghcr.io/acme/api:1.2.0\n', 'appVersion: 1.2.0\n'),
    ['docker:acme/api=1.3.0'],
    [],
  ],
])('%s', (_, files, targets, expected) => expect(edits(files, ...targets)).toEqual(expected));
