import { discover } from '../../graph/discover.ts';
import { noConfig, type Config } from '../../model/config.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { ok } from '../../model/problem.ts';
import { matrixOf } from './matrix.ts';
import type { Ci } from './machines.ts';

const snapshot = (files: Readonly<Record<string, string>>): Snapshot => ({
  files: Object.keys(files).sort(),
  text: (path) => (files[path] === undefined ? undefined : ok(files[path])),
});

const crate = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\nlicense = "MIT"\ndescription = "x"\n${more}`;
const wheel = (more = '', backend = 'maturin'): string =>
  `[project]\nname = "sail"\nversion = "1.0.0"\n${more}\n[build-system]\nrequires = ["${backend}"]\nbuild-backend = "${backend}"\n`;
const bound = (features = ''): string =>
  crate('sail', `publish = false\n[dependencies]\npyo3 = { version = "0.25"${features} }\n`);

const targets = [
  'x86_64-unknown-linux-gnu',
  'aarch64-unknown-linux-gnu',
  'x86_64-unknown-linux-musl',
  's390x-unknown-linux-gnu',
  'universal2-apple-darwin',
  'x86_64-pc-windows-msvc',
];

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly config?: Partial<Config>;
  readonly planned?: readonly string[];
  readonly ci?: Ci;
}

function jobsOf({ files, config = {}, planned, ci = 'github' }: Case) {
  const repo = snapshot(files);
  const settings = { ...noConfig, ...config };
  const graph = discover(repo, settings);
  const units = graph.units.filter(({ id }) => planned === undefined || planned.includes(id));
  const plan = {
    units: units.map((unit) => ({
      ...{ id: unit.id, project: unit.project, ecosystem: unit.ecosystem, name: unit.name, root: unit.root },
      ...{ manifest: unit.manifest, private: unit.private, registries: unit.registries, because: [] },
      version: { to: '1.1.0', bump: 'minor' as const, spelling: '1.1.0' },
    })),
    waves: [units.map(({ id }) => id)],
  };
  return matrixOf({ plan, graph, repo, config: settings, ci });
}

const shown = (made: ReturnType<typeof jobsOf>): readonly string[] =>
  made.build.include.map(({ id, runner, target, pythons, wheels, container, emulates }) =>
    [
      id,
      runner,
      target,
      pythons?.join(' '),
      wheels?.join(' '),
      container?.replace(/.*\//, ''),
      emulates === undefined ? undefined : `by QEMU ${emulates}`,
    ]
      .filter((word) => word !== undefined)
      .join(' | '),
  );

it.each<[string, Case, readonly string[]]>([
  ['a crate', { files: { 'Cargo.toml': crate('tug') } }, ['cargo-tug.any | ubuntu-24.04']],
  ['on GitLab', { files: { 'Cargo.toml': crate('tug') }, ci: 'gitlab' }, ['cargo-tug.any | saas-linux-small-amd64']],
  ['for others', { files: { 'Cargo.toml': crate('tug') }, ci: 'json' }, ['cargo-tug.any | linux/amd64']],
  ['a pure wheel', { files: { 'pyproject.toml': wheel('', 'hatchling.build') } }, ['python-sail.any | ubuntu-24.04']],
  [
    'a compiled wheel, for that machine alone',
    { files: { 'pyproject.toml': wheel(), 'Cargo.toml': bound() } },
    ['python-sail.any | ubuntu-24.04'],
  ],
  [
    'a compiled wheel for each target and Python',
    {
      files: { 'pyproject.toml': wheel('requires-python = ">=3.12"'), 'Cargo.toml': bound() },
      config: { units: { 'python:sail': { targets } } },
    },
    [
      'python-sail.aarch64-unknown-linux-gnu | ubuntu-24.04-arm | aarch64-unknown-linux-gnu | 3.12 3.13 3.14 | cp312-cp312 cp313-cp313 cp314-cp314 | manylinux_2_28_aarch64',
      'python-sail.any | ubuntu-24.04',
      'python-sail.s390x-unknown-linux-gnu | ubuntu-24.04 | s390x-unknown-linux-gnu | 3.12 3.13 3.14 | cp312-cp312 cp313-cp313 cp314-cp314 | manylinux_2_28-cross:s390x',
      'python-sail.universal2-apple-darwin | macos-15 | aarch64-apple-darwin x86_64-apple-darwin | 3.12 3.13 3.14 | cp312-cp312 cp313-cp313 cp314-cp314',
      'python-sail.x86_64-pc-windows-msvc | windows-2025 | x86_64-pc-windows-msvc | 3.12 3.13 3.14 | cp312-cp312 cp313-cp313 cp314-cp314',
      'python-sail.x86_64-unknown-linux-gnu | ubuntu-24.04 | x86_64-unknown-linux-gnu | 3.12 3.13 3.14 | cp312-cp312 cp313-cp313 cp314-cp314 | manylinux_2_28_x86_64',
      'python-sail.x86_64-unknown-linux-musl | ubuntu-24.04 | x86_64-unknown-linux-musl | 3.12 3.13 3.14 | cp312-cp312 cp313-cp313 cp314-cp314 | rust-musl-cross:x86_64-musl',
    ],
  ],
  ...(
    [
      ['a feature of the dependency', { 'Cargo.toml': bound(', features = ["abi3-py310"]') }, 'cp310-abi3'],
      ['an old one', { 'Cargo.toml': bound(', features = ["abi3-py38"]') }, 'cp38-abi3'],
      ['no lowest', { 'Cargo.toml': bound(', features = ["abi3"]') }, 'cp310-abi3'],
      [
        'a feature of the crate',
        {
          'Cargo.toml': `${bound()}[features]\nstable = ["pyo3/abi3-py311"]\n`,
          'pyproject.toml': `${wheel()}[tool.maturin]\nfeatures = ["stable"]\n`,
        },
        'cp311-abi3',
      ],
      [
        'the table of its workspace',
        {
          'Cargo.toml':
            '[workspace]\nmembers = ["py"]\n[workspace.dependencies]\npyo3 = { version = "0.25", features = ["abi3-py312"] }\n',
          'pyproject.toml': `${wheel()}[tool.maturin]\nmanifest-path = "py/Cargo.toml"\n`,
          'py/Cargo.toml': crate('sail', 'publish = false\n[dependencies]\npyo3 = { workspace = true }\n'),
        },
        'cp312-abi3',
      ],
      [
        'a program',
        { 'Cargo.toml': crate('sail'), 'pyproject.toml': `${wheel()}[tool.maturin]\nbindings = "bin"\n` },
        'py3-none',
      ],
      ['no Python in the crate', { 'Cargo.toml': crate('sail') }, 'py3-none'],
    ] satisfies readonly [string, Readonly<Record<string, string>>, string][]
  ).map(([name, files, tag]): [string, Case, readonly string[]] => [
    `a wheel for several Pythons by ${name}`,
    {
      files: { 'pyproject.toml': wheel(), ...files },
      config: { units: { 'python:sail': { targets: ['aarch64-apple-darwin'] } } },
      planned: ['python:sail'],
    },
    [
      `python-sail.aarch64-apple-darwin | macos-15 | aarch64-apple-darwin | ${tag === 'py3-none' ? '' : `${tag.replace(/cp3(\d+)-.*/, '3.$1')} | `}${tag}`,
      'python-sail.any | ubuntu-24.04',
    ],
  ]),
  [
    'machines of their own',
    {
      files: { 'pyproject.toml': wheel(), 'Cargo.toml': bound() },
      config: {
        matrix: {
          runners: { macos: 'mac-mini' },
          containers: { linux: false },
          units: {
            'python:sail': {
              platforms: ['aarch64-apple-darwin', 'armv7-unknown-linux-gnueabihf', 'x86_64-unknown-linux-gnu'],
              interpreters: ['cp310', 'cp313t'],
              runners: { 'linux/amd64': 'big' },
              containers: { 'linux/armv7': 'acme/old-arm' },
            },
          },
        },
      },
    },
    [
      'python-sail.aarch64-apple-darwin | mac-mini | aarch64-apple-darwin | 3.10 3.13t | cp310-cp310 cp313-cp313t',
      'python-sail.any | big',
      'python-sail.armv7-unknown-linux-gnueabihf | big | armv7-unknown-linux-gnueabihf | 3.10 3.13t | cp310-cp310 cp313-cp313t | old-arm',
      'python-sail.x86_64-unknown-linux-gnu | big | x86_64-unknown-linux-gnu | 3.10 3.13t | cp310-cp310 cp313-cp313t',
    ],
  ],
  [
    'an image for each platform, where it runs',
    {
      files: { Dockerfile: 'FROM scratch\nCOPY a /\nLABEL org.opencontainers.image.version=1.0.0\n', a: '' },
      config: {
        images: [
          {
            name: 'ghcr.io/acme/api',
            dockerfile: 'Dockerfile',
            platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/386'],
          },
        ],
      },
    },
    [
      'docker-acme+api.linux-386 | ubuntu-24.04',
      'docker-acme+api.linux-amd64 | ubuntu-24.04',
      'docker-acme+api.linux-arm-v7 | ubuntu-24.04 | by QEMU armv7',
      'docker-acme+api.linux-arm64 | ubuntu-24.04-arm',
    ],
  ],
])('%s', (_, asked, expected) => expect(shown(jobsOf(asked))).toEqual(expected));

const spread: Case = {
  planned: ['python:sail'],
  files: { 'pyproject.toml': wheel('requires-python = ">=3.13"'), 'Cargo.toml': bound() },
  config: { units: { 'python:sail': { targets } } },
};

it('tries each wheel by its Python on every machine that CI has', () => {
  const { test, left } = jobsOf(spread);
  expect(
    test.include.map(({ id, runner, os, needs }) => [id.replace('python-sail.test.', ''), runner, os, needs.length]),
  ).toEqual([
    ['linux-amd64.py3.13', 'ubuntu-24.04', 'linux', 2],
    ['linux-amd64.py3.14', 'ubuntu-24.04', 'linux', 2],
    ['linux-arm64.py3.13', 'ubuntu-24.04-arm', 'linux', 2],
    ['linux-arm64.py3.14', 'ubuntu-24.04-arm', 'linux', 2],
    ['macos-amd64.py3.13', 'macos-15-intel', 'macos', 2],
    ['macos-amd64.py3.14', 'macos-15-intel', 'macos', 2],
    ['macos-arm64.py3.13', 'macos-15', 'macos', 2],
    ['macos-arm64.py3.14', 'macos-15', 'macos', 2],
    ['windows-amd64.py3.13', 'windows-2025', 'windows', 2],
    ['windows-amd64.py3.14', 'windows-2025', 'windows', 2],
  ]);
  expect(left.map(({ platform, by }) => `${platform} ${by}`)).toEqual([
    'linux/s390x nobody',
    'x86_64-unknown-linux-musl nobody',
  ]);
});

it('leaves out what it is told to, with the reason', () => {
  const skip = [
    { platform: '*-windows-*', interpreter: 'cp313', why: 'it crashes' },
    { platform: 'linux/arm64', only: 'test' as const, why: 'too slow' },
    { platform: 's390x-*', why: 'nobody has one' },
  ];
  const config = { ...spread.config, matrix: { units: { 'python:sail': { skip } } } };
  const { build, test, left } = jobsOf({ ...spread, config });
  const built = new Map(build.include.map((job) => [job.platform, job.wheels]));
  expect(built.get('x86_64-pc-windows-msvc')).toEqual(['cp314-cp314']);
  expect(built.has('s390x-unknown-linux-gnu')).toBe(false);
  expect(built.has('aarch64-unknown-linux-gnu')).toBe(true);
  expect(test.include.filter(({ id }) => /arm64.*linux|linux-arm64/.test(id))).toEqual([]);
  expect(test.include.filter(({ os }) => os === 'windows').map(({ python }) => python)).toEqual(['3.14']);
  expect(new Set(left.map(({ why }) => why))).toEqual(
    new Set(['it crashes', 'too slow', 'nobody has one', 'tried nowhere: machines of CI have no musl']),
  );
});

it.each<[string, Case, readonly string[]]>([
  [
    'a chart is made of its image',
    {
      files: {
        Dockerfile: 'FROM scratch\nLABEL org.opencontainers.image.version="1.0.0"\n',
        'chart/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
        'chart/values.yaml': 'image:\n  repository: ghcr.io/acme/api\n  tag: "1.0.0"\n',
      },
      config: {
        images: [{ name: 'ghcr.io/acme/api', dockerfile: 'Dockerfile' }],
        units: { 'helm:app': { registries: ['oci://ghcr.io/acme/charts'] } },
      },
      planned: ['helm:app'],
    },
    ['helm:app merge it is made of docker:acme/api, once it is whole'],
  ],
  [
    'nobody takes it',
    { files: { 'Cargo.toml': crate('tug', 'publish = false\n') } },
    ['cargo:tug nobody publish = false'],
  ],
])('%s: no job', (_, asked, expected) => {
  const { left, build } = jobsOf(asked);
  expect(left.map(({ unit, by, why }) => `${unit} ${by} ${why}`)).toEqual(expected);
  expect(build.include.map(({ unit }) => unit)).toEqual(asked.planned === undefined ? [] : ['docker:acme/api']);
});

it('a processor that nothing stands in for is told', () => {
  const images = [{ name: 'ghcr.io/acme/api', dockerfile: 'Dockerfile', platforms: ['linux/riscv64'] }];
  const { left } = jobsOf({
    files: { Dockerfile: 'FROM scratch\nLABEL org.opencontainers.image.version=1.0.0\n' },
    config: { images, matrix: { emulation: false } },
  });
  expect(left.map(({ why }) => why)).toEqual(['no machine of CI is linux/riscv64, and emulation is off']);
});
