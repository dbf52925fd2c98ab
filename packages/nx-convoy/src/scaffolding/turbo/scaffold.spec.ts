import { discover } from '../../graph/discover.ts';
import { noConfig, type Config } from '../../model/config.ts';
import type { Scaffold } from '../../model/scaffold.ts';
import { crate, planned, repository, type Files } from '../../planning/imagined.ts';
import { readJsonc } from '../../text/json/read.ts';
import { turboTasks } from './scaffold.ts';

interface TaskJson {
  readonly dependsOn?: readonly string[];
  readonly cache?: boolean;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly passThroughEnv?: readonly string[];
}

const npm = (name: string, needs: readonly string[] = [], scripts: object = {}): readonly [string, string] => [
  `${name}/package.json`,
  `${JSON.stringify({ name, version: '1.0.0', scripts, dependencies: Object.fromEntries(needs.map((need) => [need, '1.0.0'])) }, undefined, 2)}\n`,
];
const chart = (folder: string, name: string, needs = ''): readonly [string, string] => [
  `${folder}/Chart.yaml`,
  `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${needs === '' ? '' : `dependencies:\n  - {name: ${needs.split(' ')[0] ?? ''}, version: 1.0.0, repository: "file://../${needs.split(' ')[1] ?? ''}"}\n`}`,
];
const top = (workspaces: readonly string[], more: object = {}): Files => [
  ['package.json', `${JSON.stringify({ name: 'top', private: true, workspaces, ...more }, undefined, 2)}\n`],
  ['turbo.json', '{\n  // ours\n  "tasks": {\n    "build": { "dependsOn": ["^build"] } // last\n  }\n}\n'],
];
const secret = new Map([['cargo:core', ['CARGO_REGISTRY_TOKEN', 'CARGO_HOME']]]);

function scaffold(files: Files, shims = false, config: Config = noConfig): Scaffold {
  const repo = repository(files);
  return turboTasks(repo, { graph: discover(repo, config), config, shims, secrets: secret });
}

const after = (files: Files, { files: written }: Scaffold): Files => [
  ...new Map([...files, ...written.map(({ file, after: text = '' }) => [file, text] as const)]),
];

const textIn = (files: Files, file: string): string => new Map(files).get(file) ?? '';

function jsonIn(files: Files, file: string): unknown {
  const read = readJsonc(textIn(files, file), file);
  if (!read.ok) throw new Error(textIn(files, file));
  return read.value.data;
}

const tasksIn = (files: Files): Readonly<Record<string, TaskJson>> =>
  (jsonIn(files, 'turbo.json') as { readonly tasks: Readonly<Record<string, TaskJson>> }).tasks;

/** `a#publish < b#publish` for each task that waits, and what its script says. */
function shown(files: Files, kind = 'publish'): readonly string[] {
  const named = Object.entries(tasksIn(files)).filter(([name]) => name.endsWith(`#${kind}`) && !name.startsWith('//'));
  return named.map(([name, { dependsOn = [] }]) => {
    const manifests = files.filter(([file]) => file.endsWith('package.json'));
    const own = manifests
      .map(([file]) => jsonIn(files, file) as { name: string; scripts?: Readonly<Record<string, string>> })
      .find((manifest) => `${manifest.name}#${kind}` === name);
    return [name, ...dependsOn.map((one) => `< ${one}`), `: ${own?.scripts?.[kind] ?? ''}`].join(' ');
  });
}

it.each<readonly [string, Files, boolean, readonly string[]]>([
  [
    'a package waits for exactly those that it needs',
    [...top(['a', 'b', 'c']), npm('a'), npm('b', ['a']), npm('c', ['a'])],
    false,
    [
      'a#publish : nx-convoy publish --units=npm:a',
      'b#publish < a#publish : nx-convoy publish --units=npm:b',
      'c#publish < a#publish : nx-convoy publish --units=npm:c',
    ],
  ],
  [
    'what has no package goes along with whoever is in its folder of needs',
    [...top(['a']), crate('core', '1.0.0'), npm('a'), ['a/Cargo.toml', crate('a', '1.0.0', ['core'])[1]]],
    false,
    ['a#publish : nx-convoy publish --units=cargo:a,npm:a --along=cargo:core'],
  ],
  [
    'with shims it has a task of its own',
    [...top(['a']), crate('core', '1.0.0'), npm('a'), ['a/Cargo.toml', crate('a', '1.0.0', ['core'])[1]]],
    true,
    [
      'a#publish < core#publish : nx-convoy publish --units=cargo:a,npm:a',
      'core#publish : nx-convoy publish --units=cargo:core',
    ],
  ],
  [
    'folders that wait for each other are not held up',
    [...top(['bow', 'aft']), npm('bow', ['aft']), npm('aft'), chart('bow', 'cbow'), chart('aft', 'caft', 'cbow bow')],
    false,
    [
      'aft#publish : nx-convoy publish --units=helm:caft,npm:aft --along=helm:cbow',
      'bow#publish : nx-convoy publish --units=helm:cbow,npm:bow --along=npm:aft',
    ],
  ],
  [
    'a private one has none, and hides nothing behind it',
    [
      ...top(['a', 'b', 'p']),
      npm('a'),
      ['p/package.json', '{"name":"p","version":"1.0.0","private":true,"dependencies":{"a":"*"}}'],
      npm('b', ['p']),
    ],
    false,
    ['a#publish : nx-convoy publish --units=npm:a', 'b#publish < a#publish : nx-convoy publish --units=npm:b'],
  ],
])('%s', (_, files, shims, expected) => expect(shown(after(files, scaffold(files, shims)))).toEqual(expected));

const plenty: Files = [...top(['a']), crate('core', '1.0.0'), crate('cli', '1.0.0', ['core']), npm('a')];

it('the top publishes after all, remembers nothing, and hands on only what is named', () => {
  const files = after(plenty, scaffold(plenty, true));
  const { '//#publish': publish, '//#release-plan': plan, 'core#publish': core, 'core#package': made } = tasksIn(files);
  expect(publish).toMatchObject({ dependsOn: ['a#publish', 'cli#publish', 'core#publish'], cache: false });
  expect([plan?.cache, core?.cache, made?.cache]).toEqual([false, false, undefined]);
  expect(core?.passThroughEnv).toEqual(expect.arrayContaining(['CONVOY_DRY_RUN', 'CARGO_*']));
  expect(made?.passThroughEnv).toEqual(expect.arrayContaining(['CARGO_*', '!CARGO_REGISTRY_TOKEN']));
  expect(made?.passThroughEnv).not.toContain('!CARGO_HOME');
  expect(made?.inputs).toEqual(['$TURBO_DEFAULT$', '../.git/HEAD', '../.git/logs/HEAD']);
  expect(made?.outputs).toEqual(['../dist/release/cargo/core/**']);
  expect(JSON.stringify(tasksIn(files))).not.toContain('^publish');
});

it('a variable that builds are let see is no secret to them', () => {
  const config = { ...noConfig, package: { env: ['CARGO_REGISTRY_TOKEN'] } };
  const { 'core#package': made } = tasksIn(after(plenty, scaffold(plenty, true, config)));
  expect(made?.passThroughEnv).toContain('CARGO_REGISTRY_TOKEN');
  expect(made?.passThroughEnv).not.toContain('!CARGO_REGISTRY_TOKEN');
});

it('writes in place, and a second time nothing', () => {
  const once = after(plenty, scaffold(plenty, true));
  expect(textIn(once, 'turbo.json')).toMatch(
    /^\{\n {2}\/\/ ours\n {2}"tasks": \{\n {4}"build": \{ "dependsOn": \["\^build"\] \}, \/\/ last\n/,
  );
  expect(after(once, scaffold(once, false))).toEqual(once);
  const own = once.map(([file, text]): readonly [string, string] => [
    file,
    text.replace('"cache": false', '"cache": false, "outputLogs": "none"'),
  ]);
  expect(after(own, scaffold(own))).toEqual(own);
});

it('a task of ours that somebody has changed, or that nothing wants any more, is set right', () => {
  const once = after(plenty, scaffold(plenty, true));
  const changed = once.map(([file, text]): readonly [string, string] => [
    file,
    file === 'turbo.json'
      ? text
          .replace('["core#publish"]', '[]')
          .replace('"cli#publish": {', '"cli#publish": {\n      "outputLogs": "none",')
      : text,
  ]);
  expect(tasksIn(after(changed, scaffold(changed)))['cli#publish']).toMatchObject({
    dependsOn: ['core#publish'],
    outputLogs: 'none',
  });
  const without = once.filter(([file]) => !file.startsWith('cli/'));
  const left = after(without, scaffold(without));
  expect(Object.keys(tasksIn(left)).filter((name) => name.startsWith('cli#'))).toEqual([]);
  const gone = once.filter(([file]) => file !== 'cli/Cargo.toml');
  expect(jsonIn(after(gone, scaffold(gone)), 'cli/package.json')).toMatchObject({ scripts: {} });
});

it.each<readonly [string, Files, string]>([
  ['a script', [...top(['a']), npm('a', [], { publish: 'vsce publish' })], 'a/package.json'],
  [
    'a task',
    [
      ['package.json', top(['a'])[0]?.[1] ?? ''],
      ['turbo.json', '{ "tasks": { "a#publish": { "cache": true } } }'],
      npm('a'),
    ],
    'turbo.json',
  ],
  [
    'a task of the package',
    [...top(['a']), npm('a'), ['a/turbo.json', '{ "extends": ["//"], "tasks": { "publish": {} } }']],
    'a/turbo.json',
  ],
  ['a script of the top', [...top(['a'], { scripts: { publish: 'changeset publish' } }), npm('a')], 'package.json'],
])('%s that was written by hand stays, and is told', (_, files, where) => {
  const found = scaffold(files);
  expect(found.problems).toMatchObject([{ code: 'TASK_TAKEN', severity: 'warning', where: { file: where } }]);
  const written = after(files, found);
  expect(scaffold(written).problems).toEqual(found.problems);
  for (const [file, text] of files)
    for (const byHand of ['vsce publish', 'changeset publish', '"cache": true'])
      if (text.includes(byHand)) expect(textIn(written, file)).toContain(byHand);
  expect(tasksIn(written)).toHaveProperty(['//#release-plan']);
});

it.each<readonly [string, Files, string]>([
  ['no turbo.json', [['package.json', '{}']], 'TURBO_MISSING'],
  ['two of them', [...top([]), ['turbo.jsonc', '{}']], 'TURBO_TWICE'],
  ['no package.json', [['turbo.json', '{}']], 'TURBO_NO_PACKAGE'],
  [
    'the words of Turborepo 1',
    [
      ['package.json', '{}'],
      ['turbo.json', '{ "pipeline": {} }'],
    ],
    'TURBO_OLD',
  ],
  [
    'no JSON',
    [
      ['package.json', '{}'],
      ['turbo.json', '{ tasks }'],
    ],
    'JSON_INVALID',
  ],
])('%s is an error with its fix', (_, files, code) =>
  expect(scaffold(files)).toMatchObject({
    files: [],
    problems: [{ code, severity: 'error', fix: expect.stringMatching(/./) as string }],
  }),
);

it.each([
  ['a plugin', '{ "plugins": ["nx-convoy"] }', ['TURBO_BESIDE_NX']],
  ['another plugin', '{ "plugins": ["@nx/js"] }', []],
])('of Nx beside it, %s matters', (_, nxJson, codes) =>
  expect(scaffold([...plenty, ['nx.json', nxJson]]).problems.map(({ code }) => code)).toEqual(codes),
);

it('an id that a shell would look into stands in no script', () => {
  const files: Files = [...top(['a']), ['a/package.json', '{"name":"a$(x)","version":"1.0.0"}']];
  const found = scaffold(files);
  expect(JSON.stringify(after(files, found).filter(([file]) => file !== 'a/package.json'))).not.toContain('$(x)');
});

it('shims are no units: the plan is the same, byte by byte', () => {
  const files: Files = [...plenty, crate('Odd_Name', '1.0.0'), chart('charts/core', 'core')];
  const shimmed = after(files, scaffold(files, true));
  expect(shimmed.length).toBeGreaterThan(files.length);
  const planOf = (some: Files) => planned(repository(some), [['core', 'feat: more']], ['core@1.0.0', 'cli@1.0.0']);
  const [before, now] = [planOf(files), planOf(shimmed)];
  expect(now.graph.units).toEqual(before.graph.units);
  expect(now.graph.edges).toEqual(before.graph.edges);
  expect(now.released.length).toBeGreaterThan(0);
  expect(JSON.stringify({ ...now, graph: undefined })).toBe(JSON.stringify({ ...before, graph: undefined }));
});

it('pnpm lists shims in its own file, and Yarn since 2 runs what the top has', () => {
  const pnpm: Files = [...plenty, ['pnpm-workspace.yaml', 'packages:\n  - a # one\n']];
  expect(textIn(after(pnpm, scaffold(pnpm, true)), 'pnpm-workspace.yaml')).toBe(
    'packages:\n  - a # one\n  - "cli"\n  - "core"\n',
  );
  const yarn: Files = [...top(['a'], { packageManager: 'yarn@4.1.0' }), npm('a')];
  expect(shown(after(yarn, scaffold(yarn)))).toEqual(['a#publish : run -T nx-convoy publish --units=npm:a']);
});
