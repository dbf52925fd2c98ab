import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../packages/nx-convoy/src/model/proof.ts';
import { identity } from '../../packages/nx-convoy/src/planning/written/assemble.ts';
import type { Plan } from '../../packages/nx-convoy/src/model/plan.ts';
import { diskSnapshot } from '../../packages/nx-convoy/src/shell/disk.ts';
import { diskHands } from '../../packages/nx-convoy/src/shell/hands.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';
import { prove } from '../../packages/nx-convoy/src/verbs/apply/prove.ts';
import { rewrite } from '../../packages/nx-convoy/src/applying/rewrite.ts';
import type { ClientName, Present } from '../../tools/toolchains/client.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { convoy } from '../world/bin.ts';
import { commitAll, tempFolder, write } from '../world/folder.ts';
import { environmentWith } from './clients.ts';
import { git, stateOf } from './repository.ts';

interface Case {
  readonly client: ClientName;
  /** `{ran}` is a file that whatever is run of the repository makes. */
  readonly files: Readonly<Record<string, string>>;
  readonly make: readonly (readonly string[])[];
  readonly lock: string;
  /** What makes the lock wrong where it stays as it was; the lock itself if absent. */
  readonly leavesBehind?: string;
  /** Written once the lock is made: what would run if anybody looked at it. */
  readonly traps?: Readonly<Record<string, string>>;
}

const crate = (name: string, version: string, rest = ''): string =>
  `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\n\n[dependencies]\n${rest}`;
const project = (name: string, rest = ''): string =>
  `[project]\nname = "${name}"\nversion = "1.0.0"\nrequires-python = ">=3.9"\n${rest}`;
const backend = '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n';
const members = (need: string, rest = {}): Readonly<Record<string, string>> => ({
  'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['packages/*'], ...rest }),
  'packages/a/package.json': JSON.stringify({ name: 'a', version: '1.0.0', dependencies: { b: need } }),
  'packages/b/package.json': JSON.stringify({ name: 'b', version: '1.0.0' }),
});
const script = { scripts: { preinstall: 'touch {ran}', install: 'touch {ran}', prepare: 'touch {ran}' } };
const program = `require('node:fs').writeFileSync('{ran}', '');\n`;

const cases: readonly Case[] = [
  {
    client: 'cargo',
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\nresolver = "2"\n',
      'a/Cargo.toml': crate('a', '1.0.0'),
      'a/src/lib.rs': '',
      'a/build.rs': 'fn main() { std::fs::write("{ran}", "").unwrap() }\n',
      'b/Cargo.toml': crate('b', '1.0.0', 'a = { path = "../a", version = "1.0.0" }\n'),
      'b/src/bin/b.rs': 'fn main() {}\n',
    },
    make: [['cargo', 'generate-lockfile', '--offline']],
    lock: 'Cargo.lock',
    traps: {
      '.cargo/config.toml': '[build]\nrustc = "./trap"\nrustc-wrapper = "./trap"\n',
      'rust-toolchain.toml': '[toolchain]\npath = "./trap"\n',
    },
  },
  {
    client: 'uv',
    files: {
      'pyproject.toml': project(
        'root',
        'dependencies = ["acme-lib>=1.0.0"]\n[tool.uv.sources]\nacme-lib = { path = "lib" }\n' + backend,
      ),
      'lib/pyproject.toml': project('acme-lib', backend),
    },
    make: [['uv', 'lock', '--offline']],
    lock: 'uv.lock',
    traps: { 'lib/setup.py': 'open("{ran}", "w")\n', 'setup.py': 'open("{ran}", "w")\n' },
  },
  {
    client: 'poetry',
    files: {
      'pyproject.toml':
        '[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\npython = ">=3.9"\nacme-lib = { path = "lib", develop = true }\n',
      'lib/pyproject.toml': project('acme-lib', backend),
    },
    make: [['poetry', 'lock', '--no-interaction']],
    lock: 'poetry.lock',
    traps: { '.poetry/plugins/trap.py': 'open("{ran}", "w")\n' },
  },
  {
    client: 'pdm',
    files: {
      'pyproject.toml': project('root', '[build-system]\nrequires = ["pdm-backend"]\nbuild-backend = "pdm.backend"\n'),
    },
    make: [['pdm', 'lock']],
    lock: 'pdm.lock',
    traps: { '.pdm-plugins/trap.pth': 'import os; open("{ran}", "w")\n' },
  },
  {
    client: 'npm',
    files: members('^1.0.0', script),
    make: [['npm', 'install', '--package-lock-only', '--offline', '--ignore-scripts']],
    lock: 'package-lock.json',
    traps: { '.npmrc': 'script-shell=./trap\n//127.0.0.1/:_authToken=s3cret-of-the-repository\n' },
  },
  {
    client: 'pnpm',
    files: { ...members('workspace:^1.0.0', script), 'pnpm-workspace.yaml': 'packages: ["packages/*"]\n' },
    make: [['pnpm', 'install', '--lockfile-only', '--offline', '--ignore-scripts']],
    lock: 'pnpm-lock.yaml',
    traps: { '.pnpmfile.cjs': program },
  },
  {
    client: 'yarn@4',
    files: { ...members('^1.0.0', script), 'yarn.lock': '' },
    make: [['yarn', 'install', '--mode=update-lockfile']],
    lock: 'yarn.lock',
    traps: { '.yarnrc.yml': 'yarnPath: trap.cjs\nplugins:\n  - trap.cjs\n', 'trap.cjs': program },
  },
  {
    // What lies here is not in a lock of Yarn 1: a requirement that was left behind sends it looking elsewhere.
    client: 'yarn@1',
    files: { ...members('1.0.0', script), 'yarn.lock': '' },
    make: [['yarn', 'install', '--offline', '--ignore-scripts']],
    lock: 'yarn.lock',
    leavesBehind: 'packages/a/package.json',
    traps: { '.yarnrc': 'yarn-path "./trap.cjs"\n', 'trap.cjs': program },
  },
  {
    client: 'bun',
    files: members('^1.0.0', script),
    make: [['bun', 'install', '--lockfile-only', '--ignore-scripts']],
    lock: 'bun.lock',
    traps: { 'bunfig.toml': 'preload = ["./trap.cjs"]\n', 'trap.cjs': program },
  },
  {
    client: 'helm',
    files: {
      'api/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 1.0.0\n',
      'app/Chart.yaml':
        'apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n  - name: api\n    version: 1.0.0\n    repository: file://../api\n',
    },
    make: [['helm', 'dependency', 'update', 'app']],
    lock: 'app/Chart.lock',
  },
];

/** A workspace as its people have it: locked, committed, with all that would run if a client looked at it. */
function locked({ files, make, traps = {} }: Case, env: NodeJS.ProcessEnv): { folder: string; ran: string } {
  const folder = tempFolder();
  const ran = join(tempFolder(), 'ran');
  const filled = (texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, text.replaceAll('{ran}', ran)]));
  write(folder, {
    '.gitignore': '*.tgz\nnode_modules\n.pnp.*\n.yarn\n.venv\n.pdm-python\n',
    'convoy.json': '{}',
    ...filled(files),
  });
  for (const [command = '', ...args] of make) {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stdout + stderr);
  }
  write(folder, { trap: `#!/bin/sh\ntouch ${ran}\nexit 1\n`, ...filled(traps) });
  chmodSync(join(folder, 'trap'), 0o755);
  commitAll(folder);
  return { folder, ran };
}

const planOf = (folder: string, env: NodeJS.ProcessEnv): { file: string; plan: Plan } => {
  const file = join(tempFolder(), 'plan.json');
  const args = ['plan', '--specifier=minor', '--first-release', '--format=json', `--out=${file}`];
  expect(convoy(folder, args, { env })).toMatchObject({ stderr: '' });
  const plan = JSON.parse(readFileSync(file, 'utf8')) as Plan;
  expect(plan.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return { file, plan };
};

const applied = (folder: string, env: NodeJS.ProcessEnv, args: readonly string[]) => {
  const { code, stdout } = convoy(folder, ['apply', '--yes', '--format=json', ...args], { env });
  return {
    code,
    stdout,
    ...(JSON.parse(stdout) as { locks: readonly Verdict[]; problems: readonly { code: string }[] }),
  };
};

/** Clients are looked for where whoever runs this process has them. */
async function withEnvironment<T>(env: NodeJS.ProcessEnv, act: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    return await act();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
}

for (const one of cases) {
  describeWith(one.client, (client: Present) => {
    it(`proves ${one.lock}, refuses it where it was not brought along, and runs nothing of the repository`, async () => {
      const env = environmentWith([client]);
      const { folder, ran } = locked(one, env);
      const { file, plan } = planOf(folder, env);
      const repo = await diskSnapshot(folder);
      const files = rewrite(plan, repo);
      if (!files.ok) throw new Error(JSON.stringify(files.problems));
      const before = readFileSync(join(folder, one.lock), 'utf8');
      // A hash is of requirements, which a version may leave as they are: then the hash is another.
      const after = before.replace(/(content.hash = "(?:sha256:)?)..../, '$10000');
      const behind = one.leavesBehind ?? one.lock;
      const rest = files.value.filter(({ file: each }) => each !== behind);
      const stale = behind === one.lock ? [...rest, { file: one.lock, before, after }] : rest;
      const verdicts = await withEnvironment(env, async () => prove(repo, stale, diskHands(folder)));
      const state = stateOf(folder);
      const { code, locks, problems } = applied(folder, env, [`--plan=${file}`]);
      const name = one.client.replace(/@.*/, '');
      expect(problems).toEqual([]);
      expect(locks).toEqual([
        {
          file: one.lock,
          client: name,
          version: expect.stringContaining(client.version),
          is: 'proven',
          command: expect.any(String),
        },
      ]);
      expect(code).toBe(0);
      expect(stateOf(folder)).not.toBe(state);
      expect(git(folder, 'status', '--porcelain')).toBe('');
      if (one.client !== 'pdm')
        expect(verdicts).toMatchObject([{ file: one.lock, is: 'refuted', why: expect.stringMatching(/\w/) }]);
      expect(existsSync(ran)).toBe(false);
    }, 60_000);
  });
}

describeWith('cargo', (cargo) => {
  const [one] = cases;
  if (one === undefined) throw new Error('no case');
  const env = environmentWith([cargo]);
  const refusedPlan = (folder: string): string => {
    const { file, plan } = planOf(folder, env);
    const edits = plan.edits.map((edit) => (edit.why.startsWith('requires') ? { ...edit, after: '9.9.9' } : edit));
    const wrong = { ...plan, edits };
    writeFileSync(file, JSON.stringify({ ...wrong, id: diskWorld(folder).hash(identity(wrong)) }));
    return file;
  };

  it('a refusal changes nothing, ends with 1 and repeats no secret; --no-prove asks nobody', () => {
    const { folder } = locked(one, env);
    const plan = refusedPlan(folder);
    const state = stateOf(folder);
    const { code, stdout, locks, problems } = applied(folder, env, [`--plan=${plan}`]);
    expect(problems).toMatchObject([
      { code: 'LOCK_REFUTED', where: { file: 'Cargo.lock' }, fix: expect.stringContaining('--no-prove') },
    ]);
    expect(locks).toMatchObject([{ is: 'refuted', why: expect.stringMatching(/a = "\^9\.9\.9"|failed to select/) }]);
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/s3cret/);
    expect(stateOf(folder)).toBe(state);
    const dry = applied(folder, env, [`--plan=${plan}`, '--dry-run']);
    expect(dry.problems).toMatchObject([{ code: 'LOCK_REFUTED' }]);
    expect(applied(folder, env, [`--plan=${plan}`, '--no-prove'])).toMatchObject({ code: 0, locks: [], problems: [] });
  });

  it('a lock that was stale before is not what a release is stopped for', () => {
    const { folder } = locked(one, env);
    write(folder, {
      'a/Cargo.toml': crate('a', '1.5.0'),
      'Cargo.lock': readFileSync(join(folder, 'Cargo.lock'), 'utf8').replace('name = "b"', 'name = "c"'),
    });
    git(folder, 'commit', '--quiet', '--all', '--message', 'fix: by hand');
    const { code, locks, problems } = applied(folder, env, [`--plan=${planOf(folder, env).file}`]);
    expect(locks).toMatchObject([{ is: 'unproven', why: expect.stringContaining('before this release as well') }]);
    expect(problems).toMatchObject([
      { code: 'LOCK_UNPROVEN', fix: expect.stringContaining('cargo metadata --locked') },
    ]);
    expect(code).toBe(0);
  });

  it('a client that is not here is a warning with the command to run', () => {
    const { folder } = locked(one, env);
    const { code, locks, problems } = applied(folder, environmentWith([]), [`--plan=${planOf(folder, env).file}`]);
    expect(locks).toMatchObject([{ is: 'unproven', client: 'cargo', why: 'there is no cargo here' }]);
    expect(problems).toMatchObject([
      { code: 'LOCK_UNPROVEN', fix: 'Ask where it can: cargo metadata --locked --format-version=1 > /dev/null' },
    ]);
    expect(code).toBe(0);
  });
});
