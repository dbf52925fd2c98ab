import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskHands } from '../../packages/nx-convoy/src/shell/hands.ts';
import { describeWhere } from '../../tools/toolchains/require.ts';
import { convoy } from '../world/bin.ts';
import { tempFolder, write } from '../world/folder.ts';
import { commit, git, hook, released, stateOf, textOf } from './repository.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Row {
  /** Before the plan is saved. */
  readonly first?: (folder: string) => void;
  /** Between plan and apply. */
  readonly then?: (folder: string) => void;
  readonly args?: readonly string[];
  readonly env?: Environment;
  readonly code: string;
  readonly says: RegExp;
  readonly fix: RegExp;
}

const master = tempFolder();
/** Every copy of the same commit has the same plan. */
const saved = join(tempFolder(), 'plan.json');
beforeAll(() => save(released(master), saved));

const copy = (): string => {
  const folder = join(tempFolder(), 'work');
  cpSync(master, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  return folder;
};

const save = (folder: string, file = join(tempFolder(), 'plan.json')): string => {
  expect(convoy(folder, ['plan', '--format=json', `--out=${file}`])).toMatchObject({ stderr: '' });
  return file;
};

const rows: Readonly<Record<string, Row>> = {
  'a read-only file': {
    then: (folder) => chmodSync(join(folder, 'b/Cargo.toml'), 0o555),
    code: 'FILE_READ_ONLY',
    says: /b\/Cargo\.toml may not be written/,
    fix: /chmod u\+w b\/Cargo\.toml/,
  },
  'a hook that rejects the commit': {
    then: (folder) => hook(folder, 'pre-commit', 'echo "the harbour is closed" >&2; exit 1'),
    code: 'GIT_REFUSED',
    says: /the harbour is closed/,
    fix: /--no-verify/,
  },
  'a hook that writes into the files and then rejects': {
    then: (folder) => hook(folder, 'pre-commit', 'echo "# tidy" >> a/Cargo.toml; git add a/Cargo.toml; exit 1'),
    code: 'GIT_REFUSED',
    says: /refused the release commit/,
    fix: /hook/,
  },
  'a hook that rejects the message': {
    then: (folder) => hook(folder, 'commit-msg', 'grep -q JIRA "$1" || { echo "no ticket"; exit 1; }'),
    code: 'GIT_REFUSED',
    says: /no ticket/,
    fix: /Mend/,
  },
  'gpg without a key': {
    args: ['--sign'],
    env: { GNUPGHOME: '/nonexistent/gnupg' },
    code: 'SIGNING_FAILED',
    says: /could not be signed/,
    fix: /user\.signingkey/,
  },
  'ssh without a key': {
    then: (folder) => git(folder, 'config', 'gpg.format', 'ssh'),
    args: ['--sign'],
    env: { SSH_AUTH_SOCK: undefined },
    code: 'SIGNING_FAILED',
    says: /could not be signed/,
    fix: /without|leave out --sign/,
  },
  'a key that signs commits, but a tag that fails': {
    then: (folder) => git(folder, 'tag', 'b-v0.1.1/inner'),
    code: 'GIT_REFUSED',
    says: /the tag b-v0\.1\.1/,
    fix: /Mend/,
  },
  'a detached HEAD': {
    then: (folder) => git(folder, 'checkout', '--quiet', '--detach'),
    code: 'DETACHED_HEAD',
    says: /on no branch/,
    fix: /git switch/,
  },
  'a lock that git holds': {
    then: (folder) => writeFileSync(join(folder, '.git/index.lock'), ''),
    code: 'GIT_LOCKED',
    says: /index\.lock/,
    fix: /remove that file/,
  },
  'a merge under way': {
    then: (folder) => writeFileSync(join(folder, '.git/MERGE_HEAD'), git(folder, 'rev-parse', 'HEAD~1')),
    code: 'GIT_BUSY',
    says: /merge/,
    fix: /git status/,
  },
  'nobody to be the author': {
    then: (folder) => git(folder, 'config', 'user.useConfigOnly', 'true'),
    env: {
      // Whoever runs the tests may have told git their name.
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: undefined,
      GIT_AUTHOR_EMAIL: undefined,
      GIT_COMMITTER_NAME: undefined,
      GIT_COMMITTER_EMAIL: undefined,
    },
    code: 'NO_IDENTITY',
    says: /who makes the commit/,
    fix: /git config user\.name/,
  },
  'a manifest that was changed meanwhile': {
    then: (folder) => write(folder, { 'a/Cargo.toml': '[package]\nname = "a"\nversion = "9.9.9"\n' }),
    code: 'DIRTY_TREE',
    says: /1 file differs from the last commit: a\/Cargo\.toml/,
    fix: /stash/,
  },
  'a manifest that was committed meanwhile': {
    then: (folder) => {
      write(folder, { 'a/Cargo.toml': '[package]\nname = "a"\nversion = "9.9.9"\n' });
      commit(folder, 'fix: other');
    },
    code: 'PLAN_STALE',
    says: /made on [0-9a-f]{10}, and HEAD is [0-9a-f]{10}, which changes a\/Cargo\.toml/,
    fix: /nx-convoy plan --format=json --out=/,
  },
  'a configuration that was committed meanwhile': {
    then: (folder) => {
      write(folder, { 'convoy.json': '{ "convoy": { "exclude": ["x"] } }' });
      commit(folder, 'chore: settings');
    },
    code: 'PLAN_STALE',
    says: /the configuration/,
    fix: /Plan again/,
  },
  'a tag that was moved meanwhile': {
    then: (folder) => git(folder, 'tag', '--force', 'a-v1.0.0', 'HEAD'),
    code: 'PLAN_STALE',
    says: /the tag a-v1\.0\.0 stands on/,
    fix: /Plan again/,
  },
  'a tag that is taken': {
    then: (folder) => git(folder, 'tag', 'b-v0.1.1', 'HEAD~1'),
    code: 'TAG_TAKEN',
    says: /b-v0\.1\.1 stands on another commit/,
    fix: /plan the next one/,
  },
  'a tree that was not clean when it was planned': {
    first: (folder) => write(folder, { 'new.txt': 'x' }),
    code: 'PLAN_UNCOMMITTED',
    says: /no commit holds/,
    fix: /Commit everything/,
  },
  'another apply at the same time': {
    then: hold,
    code: 'APPLY_BUSY',
    says: new RegExp(`process ${process.pid} on`),
    fix: /remove .*apply\.lock/,
  },
};

/** A process that lives has the lock: this one. */
function hold(folder: string): void {
  mkdirSync(join(folder, '.git/nx-convoy'), { recursive: true });
  const host = spawnSync('hostname', { encoding: 'utf8' }).stdout.trim();
  writeFileSync(join(folder, '.git/nx-convoy/apply.lock'), JSON.stringify({ pid: process.pid, host, token: 't' }));
}

it.each(Object.entries(rows))('%s: a problem with its fix, exit 1, and not a byte has changed', (_, row) => {
  const folder = copy();
  row.first?.(folder);
  const plan = row.first === undefined ? saved : save(folder);
  row.then?.(folder);
  const before = treeOf(folder);
  const { code, stdout, stderr } = convoy(folder, ['apply', `--plan=${plan}`, '--yes', ...(row.args ?? [])], {
    env: { ...process.env, ...row.env },
  });
  expect(stdout + stderr).toContain(`error ${row.code}`);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(row.says);
  expect(stdout.slice(stdout.indexOf(row.code))).toMatch(row.fix);
  expect(code).toBe(1);
  expect(treeOf(folder)).toBe(before);
  expect(existsSync(join(folder, '.git/nx-convoy', 'apply.lock'))).toBe(row.code === 'APPLY_BUSY');
});

/** `stateOf` asks for a branch and for a status, which a detached HEAD and a held lock do not refuse. */
function treeOf(folder: string): string {
  const isDetached = spawnSync('git', ['-C', folder, 'symbolic-ref', '--quiet', 'HEAD']).status !== 0;
  if (!isDetached) return stateOf(folder);
  git(folder, 'symbolic-ref', 'refs/heads/probe', 'refs/heads/main');
  const at = git(folder, 'rev-parse', 'HEAD');
  git(folder, 'symbolic-ref', '--delete', 'refs/heads/probe');
  return at + git(folder, 'status', '--porcelain') + textOf(folder, 'a/Cargo.toml') + textOf(folder, 'b/Cargo.toml');
}

it.each<[string, (plan: string) => string, string]>([
  ['a newer schema', (plan) => plan.replace('"schema": 1', '"schema": 2'), 'PLAN_NEWER'],
  ['a change by hand', (plan) => plan.replaceAll('1.1.0', '7.7.7'), 'PLAN_ALTERED'],
  ['something else', () => '{}', 'PLAN_INVALID'],
])('a plan file with %s is refused', (_, change, code) => {
  const folder = copy();
  const plan = join(tempFolder(), 'plan.json');
  writeFileSync(plan, change(textOf('/', saved)));
  const before = stateOf(folder);
  const ran = convoy(folder, ['apply', `--plan=${plan}`, '--yes']);
  expect(ran.stdout).toContain(code);
  expect(ran.code).toBe(1);
  expect(stateOf(folder)).toBe(before);
});

it('a plan file that is not there is told', () => {
  const ran = convoy(copy(), ['apply', '--plan=none.json', '--yes']);
  expect(ran.stdout).toMatch(/PLAN_MISSING[\s\S]*none\.json cannot be read[\s\S]*nx-convoy plan --format=json/);
  expect(ran.code).toBe(1);
});

it('a folder that is no checkout is told', () => {
  const folder = copy();
  rmSync(join(folder, '.git'), { recursive: true });
  const ran = convoy(folder, ['apply', '--yes']);
  expect(ran.stdout).toMatch(/NO_CHECKOUT[\s\S]*git init/);
  expect(ran.code).toBe(1);
});

it('a changelog that is a link out of the workspace is not followed', () => {
  const folder = copy();
  const outside = join(tempFolder(), 'elsewhere.md');
  writeFileSync(outside, '# Theirs\n');
  rmSync(join(folder, 'a/CHANGELOG.md'));
  symlinkSync(outside, join(folder, 'a/CHANGELOG.md'));
  commit(folder, 'chore: link');
  const ran = convoy(folder, ['apply', '--yes']);
  expect(ran).toMatchObject({ code: 1 });
  expect(ran.stdout).toMatch(/leaves the workspace/);
  expect(textOf('/', outside)).toBe('# Theirs\n');
  expect(git(folder, 'status', '--porcelain')).toBe('');
});

it('what was interrupted must be ended before anything else begins', async () => {
  const folder = copy();
  const begun = await diskHands(folder).begin('abc', [], '{}');
  if (begun.ok) await begun.value.leave();
  expect(begun).toMatchObject({ ok: true });
  const ran = convoy(folder, ['apply', '--yes']);
  expect(ran.stdout).toMatch(/APPLY_UNFINISHED[\s\S]*--continue ends it/);
  expect(ran.code).toBe(1);
});

it.each(['--continue', '--abort', '--undo'])('%s with nothing to do says so', (way) => {
  const ran = convoy(copy(), ['apply', way]);
  expect(ran.stdout).toContain('NO_APPLY');
  expect(ran.code).toBe(1);
});

describe('on a disk that is full', () => {
  const disk = tempFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'nx-convoy-full', disk]).status === 0;
  afterAll(() => {
    if (mounted) spawnSync('umount', [disk]);
  });
  describeWhere(mounted, 'only root may mount a small disk', () => {
    it.each([0, 6, 12, 20, 40, 80])('with %i KiB left, nothing changes or everything does', (left) => {
      const folder = join(disk, 'work');
      rmSync(folder, { recursive: true, force: true });
      rmSync(join(disk, 'ballast'), { force: true });
      cpSync(master, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
      const before = stateOf(folder);
      spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'ballast')}`, 'bs=4k']);
      if (left > 0) spawnSync('truncate', ['--size', `-${left}K`, join(disk, 'ballast')]);
      const ran = convoy(folder, ['apply', `--plan=${saved}`, '--yes']);
      rmSync(join(disk, 'ballast'), { force: true });
      if (ran.code === 0) {
        expect(left).toBeGreaterThan(0);
        expect(git(folder, 'tag', '--list')).toContain('a-v1.1.0');
        return;
      }
      expect(ran.stdout).toMatch(/NO_SPACE|No space left/);
      if (ran.stdout.includes('APPLY_UNFINISHED'))
        expect(convoy(folder, ['apply', '--abort'])).toMatchObject({ code: 0 });
      expect(stateOf(folder)).toBe(before);
    });
  });
});
