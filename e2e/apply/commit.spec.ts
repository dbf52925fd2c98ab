import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeWhere, describeWith } from '../../tools/toolchains/require.ts';
import { convoy, type Ran } from '../world/bin.ts';
import { tempFolder, write } from '../world/folder.ts';
import { commit, git, hook, released, stateOf } from './repository.ts';

const master = tempFolder();
beforeAll(() => void released(master));

function copy(release?: object): string {
  const folder = join(tempFolder(), 'work');
  cpSync(master, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  if (release !== undefined) {
    write(folder, { 'convoy.json': JSON.stringify({ release }) });
    commit(folder, 'chore: settings');
  }
  return folder;
}

const apply = (folder: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Ran =>
  convoy(folder, ['apply', '--yes', ...args], { env: { ...process.env, ...env } });

it('trailers are what git reads as such, and enough to make the commit again', () => {
  const folder = copy();
  const base = git(folder, 'rev-parse', 'HEAD').trim();
  expect(apply(folder)).toMatchObject({ code: 0 });
  const message = git(folder, 'log', '-1', '--format=%B');
  const trailers = execFileSync('git', ['interpret-trailers', '--parse'], { input: message, encoding: 'utf8' });
  expect(trailers.split('\n').map((line) => line.replace(/[0-9a-f]{64}/, 'ID'))).toEqual([
    'Convoy-Plan: ID',
    expect.stringMatching(/^Convoy-Date: \d{4}-\d\d-\d\d$/),
    `Convoy-Base: ${base}`,
    'Convoy-Options: {"firstRelease":false}',
    expect.stringMatching(/^Convoy-Version: /),
    'Convoy-Unit: cargo:a 1.1.0',
    'Convoy-Unit: cargo:b 0.1.1',
    '',
  ]);
  expect(message).toMatch(/^chore\(release\): a 1\.1\.0, b 0\.1\.1\n\n/);
  expect(git(folder, 'cat-file', '-t', 'a-v1.1.0')).toBe('tag\n');
  expect(git(folder, 'rev-parse', 'a-v1.1.0^{commit}')).toBe(git(folder, 'rev-parse', 'HEAD'));
});

describe("release.git of Nx's own configuration", () => {
  it('commitMessage, commitArgs and tagMessage, as lists of arguments and never by a shell', () => {
    const folder = copy({
      git: {
        commitMessage: 'build: $(touch pwned) {version}',
        commitArgs: '--no-verify --author="Ann B <ann@b.invalid>"',
        tagMessage: 'Release {version} of {projectName}',
      },
    });
    hook(folder, 'pre-commit', 'exit 1');
    expect(apply(folder)).toMatchObject({ code: 0 });
    expect(git(folder, 'log', '-1', '--format=%s|%an|%ae')).toBe('build: $(touch pwned)|Ann B|ann@b.invalid\n');
    expect(git(folder, 'tag', '--list', '--format=%(contents:subject)', 'b-v0.1.1')).toBe('Release 0.1.1 of b\n');
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  it('commit: false leaves the files, and no tag names a tree that has no commit', () => {
    const folder = copy({ git: { commit: false } });
    const before = stateOf(folder);
    const ran = apply(folder);
    expect(ran).toMatchObject({ code: 0 });
    expect(git(folder, 'status', '--porcelain')).toContain(' M a/Cargo.toml\n');
    expect(git(folder, 'tag', '--list')).toBe('a-v1.0.0\nb-v0.1.0\n');
    expect(convoy(folder, ['apply', '--undo'])).toMatchObject({ code: 0 });
    expect(stateOf(folder)).toBe(before);
  });

  it('stageChanges stages them, and --undo takes them out of the index again', () => {
    const folder = copy({ git: { commit: false, stageChanges: true } });
    const before = stateOf(folder);
    expect(apply(folder)).toMatchObject({ code: 0 });
    expect(git(folder, 'status', '--porcelain')).toContain('M  a/Cargo.toml\n');
    expect(convoy(folder, ['apply', '--undo'])).toMatchObject({ code: 0 });
    expect(stateOf(folder)).toBe(before);
  });

  it('tag: false leaves them to nx-convoy tag, and options go before', () => {
    const folder = copy({ git: { tag: false } });
    expect(apply(folder)).toMatchObject({ code: 0 });
    expect(git(folder, 'tag', '--list')).toBe('a-v1.0.0\nb-v0.1.0\n');
    expect(convoy(folder, ['tag', '--dry-run']).stdout).toMatch(/a-v1\.1\.0 b-v0\.1\.1[\s\S]*dry run/);
    expect(convoy(folder, ['tag']).stdout).toMatch(/^Tagged [0-9a-f]{10}: a-v1\.1\.0 b-v0\.1\.1\n$/);
    expect(convoy(folder, ['tag']).stdout).toBe('Already there: a-v1.1.0 b-v0.1.1\n');
    const other = copy({ git: { commit: false, tag: false } });
    expect(apply(other, ['--commit', '--tag'])).toMatchObject({ code: 0 });
    expect(git(other, 'tag', '--list', 'a-v1.1.0')).toBe('a-v1.1.0\n');
  });
});

it('a manifest that stands at its version already gets its tag without a commit', () => {
  const folder = join(tempFolder(), 'work');
  released(folder);
  write(folder, { 'nx.json': '{ "release": { "changelog": { "workspaceChangelog": false } } }' });
  write(folder, { 'a/Cargo.toml': '[package]\nname = "a"\nversion = "1.1.0"\n' });
  write(folder, { 'b/Cargo.toml': '[package]\nname = "b"\nversion = "0.1.1"\n' });
  commit(folder, 'feat: by hand');
  const head = git(folder, 'rev-parse', 'HEAD');
  git(folder, 'tag', '--annotate', '--message', 'mine', 'a-v1.1.0');
  const ran = apply(folder);
  expect(ran.stdout).toMatch(/Applied/);
  expect(git(folder, 'rev-parse', 'HEAD', 'b-v0.1.1^{commit}')).toBe(head + head);
  // What was there before is not ours to remove.
  expect(convoy(folder, ['apply', '--undo'])).toMatchObject({ code: 0 });
  expect(git(folder, 'tag', '--list')).toBe('a-v1.0.0\na-v1.1.0\nb-v0.1.0\n');
});

const hasSsh = spawnSync('ssh-keygen', ['-?']).error === undefined;
describeWhere(hasSsh, 'ssh-keygen is not on this machine', () => {
  it('--sign signs commit and tags by an ssh key', () => {
    const folder = copy();
    const key = join(tempFolder(), 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    git(folder, 'config', 'gpg.format', 'ssh');
    git(folder, 'config', 'user.signingkey', `${key}.pub`);
    expect(apply(folder, ['--sign'])).toMatchObject({ code: 0 });
    expect(git(folder, 'cat-file', '-p', 'HEAD')).toContain('BEGIN SSH SIGNATURE');
    expect(git(folder, 'cat-file', '-p', 'a-v1.1.0')).toContain('BEGIN SSH SIGNATURE');
  });
});

describeWith('gpg', () => {
  it('--sign signs commit and tags by gpg', () => {
    const folder = copy();
    const home = tempFolder();
    const env = { GNUPGHOME: home };
    const batch =
      '%no-protection\nKey-Type: eddsa\nKey-Curve: ed25519\nKey-Usage: sign\nName-Email: test@convoy.invalid\nExpire-Date: 0\n%commit\n';
    execFileSync('gpg', ['--batch', '--quiet', '--gen-key'], { input: batch, env: { ...process.env, ...env } });
    git(folder, 'config', 'user.signingkey', 'test@convoy.invalid');
    try {
      expect(apply(folder, ['--sign'], env)).toMatchObject({ code: 0 });
      const verified = spawnSync('git', ['-C', folder, 'verify-tag', '--raw', 'b-v0.1.1'], {
        encoding: 'utf8',
        env: { ...process.env, ...env },
      });
      expect(verified.stderr).toContain('GOODSIG');
      expect(git(folder, 'cat-file', '-p', 'HEAD')).toContain('BEGIN PGP SIGNATURE');
    } finally {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'all']);
    }
  });
});

describe('with a remote', () => {
  function withRemote(): { readonly folder: string; readonly remote: string } {
    const folder = copy();
    const remote = join(tempFolder(), 'remote.git');
    git(folder, 'clone', '--quiet', '--bare', folder, remote);
    git(folder, 'remote', 'add', 'origin', remote);
    git(folder, 'fetch', '--quiet');
    git(folder, 'branch', '--quiet', '--set-upstream-to=origin/main');
    return { folder, remote };
  }

  it('--push brings branch and tags, and then nothing is taken back any more', () => {
    const { folder, remote } = withRemote();
    const ran = apply(folder, ['--push']);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain('Pushed.');
    expect(git(remote, 'rev-parse', 'main', 'a-v1.1.0^{commit}').split('\n')[0]).toBe(
      git(folder, 'rev-parse', 'HEAD').trim(),
    );
    const after = stateOf(folder);
    const undo = convoy(folder, ['apply', '--undo']);
    expect(undo).toMatchObject({ code: 1 });
    expect(undo.stdout).toMatch(/ALREADY_PUSHED[\s\S]*git revert/);
    expect(stateOf(folder)).toBe(after);
  });

  it('a tag that the remote has elsewhere stops the whole push; the release stays here and can be taken back', () => {
    const { folder, remote } = withRemote();
    const before = stateOf(folder);
    const old = git(remote, 'rev-parse', 'main');
    git(remote, 'tag', 'b-v0.1.1', 'main~1');
    const ran = apply(folder, ['--push']);
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stdout).toMatch(/PUSH_REFUSED[\s\S]*git push --atomic/);
    expect(git(remote, 'rev-parse', 'main')).toBe(old);
    expect(git(remote, 'tag', '--list', 'a-v1.1.0')).toBe('');
    expect(convoy(folder, ['apply', '--undo'])).toMatchObject({ code: 0 });
    expect(stateOf(folder)).toBe(before);
  });

  it('a password in the remote is not repeated', () => {
    const { folder } = withRemote();
    git(folder, 'remote', 'set-url', 'origin', 'http://me:s3cret@127.0.0.1:1/x.git');
    const ran = apply(folder, ['--push']);
    expect(ran.stdout).toContain('PUSH_REFUSED');
    expect(ran.stdout + ran.stderr).not.toContain('s3cret');
  });
});

describe('a release pull request', () => {
  function prepared(): string {
    const folder = copy();
    git(folder, 'switch', '--quiet', '--create', 'release');
    expect(apply(folder, ['--no-tag'])).toMatchObject({ code: 0 });
    git(folder, 'switch', '--quiet', 'main');
    write(folder, { 'README.md': 'meanwhile\n' });
    commit(folder, 'docs: meanwhile');
    return folder;
  }

  it.each<[string, (folder: string) => void]>([
    ['merged', (folder) => git(folder, 'merge', '--quiet', '--no-ff', '--message', 'Merge #7', 'release')],
    [
      'squashed, as a forge does it',
      (folder) => {
        git(folder, 'merge', '--quiet', '--squash', 'release');
        const body = git(folder, 'log', '-1', '--format=%B', 'release');
        git(
          folder,
          'commit',
          '--quiet',
          '--message',
          `Release (#7)\n\n* ${body}\n---------\n\nCo-authored-by: X <x@y>`,
        );
      },
    ],
    [
      'squashed, as git does it',
      (folder) => {
        git(folder, 'merge', '--quiet', '--squash', 'release');
        git(folder, 'commit', '--quiet', '--no-edit');
      },
    ],
  ])('%s: nx-convoy tag makes what is due on HEAD', (_, bring) => {
    const folder = prepared();
    bring(folder);
    const ran = convoy(folder, ['tag']);
    expect(ran.stdout).toMatch(/^Tagged [0-9a-f]{10}: a-v1\.1\.0 b-v0\.1\.1\n$/);
    expect(git(folder, 'rev-parse', 'b-v0.1.1^{commit}')).toBe(git(folder, 'rev-parse', 'HEAD'));
    expect(git(folder, 'cat-file', '-t', 'b-v0.1.1')).toBe('tag\n');
  });

  it('no release on HEAD: nothing is due, which is no error', () => {
    const ran = convoy(copy(), ['tag']);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is due') });
  });

  it('a tag that stands elsewhere stops all of them', () => {
    const folder = prepared();
    git(folder, 'merge', '--quiet', '--no-ff', '--message', 'Merge #7', 'release');
    git(folder, 'tag', 'b-v0.1.1', 'main~1');
    const ran = convoy(folder, ['tag']);
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stdout).toContain('TAG_TAKEN');
    expect(git(folder, 'tag', '--list', 'a-v1.1.0')).toBe('');
  });
});

describe('verify-commit', () => {
  it('makes the commit again, also when there is more above it', () => {
    const folder = copy();
    expect(apply(folder)).toMatchObject({ code: 0 });
    write(folder, { 'a/src/lib.rs': '// even more\n' });
    commit(folder, 'fix: later');
    git(folder, 'tag', 'a-v1.1.1');
    const ran = convoy(folder, ['verify-commit', 'HEAD~1']);
    expect(ran.stdout).toMatch(
      /^[0-9a-f]{10} is plan [0-9a-f]{12} and nothing else: 4 files, the same to the byte\.\n$/,
    );
    expect(convoy(folder, ['verify-commit', '--commit=b-v0.1.1'])).toMatchObject({ code: 0 });
  });

  const amend = (folder: string): void => {
    git(folder, 'commit', '--quiet', '--all', '--amend', '--no-edit');
  };

  it.each<[string, (folder: string) => void, string, RegExp]>([
    [
      'another byte in a planned file',
      (folder) => {
        write(folder, { 'a/Cargo.toml': '\uFEFF[package]\nname = "a"\nversion = "1.1.0"\n' });
        amend(folder);
      },
      'COMMIT_TOUCHED',
      /a\/Cargo\.toml:4/,
    ],
    [
      'another file',
      (folder) => {
        write(folder, { 'a/src/lib.rs': '// smuggled\n' });
        amend(folder);
      },
      'COMMIT_TOUCHED',
      /a\/src\/lib\.rs was changed as well/,
    ],
    [
      'another mode',
      (folder) => {
        git(folder, 'update-index', '--chmod=+x', 'a/Cargo.toml');
        git(folder, 'commit', '--quiet', '--amend', '--no-edit');
      },
      'COMMIT_TOUCHED',
      /the mode of a\/Cargo\.toml went from 100644 to 100755/,
    ],
    [
      'other versions in the message',
      (folder) => {
        const message = git(folder, 'log', '-1', '--format=%B').replace('cargo:a 1.1.0', 'cargo:a 2.0.0');
        git(folder, 'commit', '--quiet', '--amend', '--message', message);
      },
      'COMMIT_TOUCHED',
      /other units or versions/,
    ],
    [
      'a difference, made by another version of the tool',
      (folder) => {
        write(folder, { 'a/src/lib.rs': '// smuggled\n' });
        const message = git(folder, 'log', '-1', '--format=%B').replace(/Convoy-Version: .*/, 'Convoy-Version: 9.9.9');
        git(folder, 'commit', '--quiet', '--all', '--amend', '--message', message);
      },
      'OTHER_VERSION',
      /npx nx-convoy@9\.9\.9 verify-commit [0-9a-f]{40}/,
    ],
  ])('tells %s', (_, change, code, says) => {
    const folder = copy();
    expect(apply(folder)).toMatchObject({ code: 0 });
    change(folder);
    const ran = convoy(folder, ['verify-commit']);
    expect(ran.stdout).toContain(`error ${code}`);
    expect(ran.stdout).toMatch(says);
    expect(ran.code).toBe(1);
  });

  it('a commit that releases nothing, and one that is not there', () => {
    const folder = copy();
    expect(convoy(folder, ['verify-commit']).stdout).toContain('NO_RELEASE_COMMIT');
    expect(convoy(folder, ['verify-commit', 'nowhere']).stdout).toContain('COMMIT_UNKNOWN');
  });
});
