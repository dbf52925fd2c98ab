import { cp, lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import { faultOf } from './fault.ts';
import { runProcess } from './process.ts';

export interface Clone {
  /** The top of the workspace in it. */
  readonly workspace: string;
}

/** Settings that decide what files look like, and what is a branch of what; all others, such as signing and hooks, are the user's own. */
const taken =
  /^(?:user\.(?:name|email)|core\.(?:autocrlf|eol|safecrlf|symlinks|filemode|longpaths|ignorecase)|filter\..+|branch\..+|remote\..+\.(?:url|fetch))$/;

/**
 * The same commit, branch, tags and remote branches in another place. Objects are borrowed, and git writes nothing to where it borrows
 * from.
 */
export async function cloneRepository(root: string, into: string, includeDirty: boolean): Promise<Result<Clone>> {
  const git = gitAt(root);
  const [common, top, prefix, head] = await Promise.all([
    git('rev-parse', '--path-format=absolute', '--git-common-dir'),
    git('rev-parse', '--show-toplevel'),
    git('rev-parse', '--show-prefix'),
    git('rev-parse', '--verify', '--quiet', 'HEAD'),
  ]);
  if (common === undefined || top === undefined) return fail(noCheckout);
  if (head === undefined) return fail(noCommit);
  const changes = changesIn((await git('status', '--porcelain', '-z', '--untracked-files=all', '--no-renames')) ?? '');
  if (changes.length > 0 && !includeDirty) return fail(dirty(changes));

  const clone = join(into, 'clone');
  const here = gitAt(clone);
  await mkdir(clone, { recursive: true });
  const format = (await git('rev-parse', '--show-object-format')) ?? 'sha1';
  await here('init', '--quiet', `--object-format=${format}`, '--initial-branch=nx-convoy-rehearsal');
  await writeFile(join(clone, '.git/objects/info/alternates'), `${join(common, 'objects')}\n`);
  const settings = ((await git('config', '--list', '-z', '--includes')) ?? '').split('\0');
  for (const setting of settings) {
    const [key = '', ...value] = setting.split('\n');
    if (taken.test(key)) await here('config', '--add', key, value.join('\n'));
    const [, remote] = /^remote\.(.+)\.url$/.exec(key) ?? [];
    if (remote !== undefined) await here('config', `remote.${remote}.pushurl`, nowhere);
  }
  for (const [key, value] of Object.entries(fixed)) await here('config', key, value);
  const fetched = await here('fetch', '--quiet', '--update-shallow', '--no-write-fetch-head', common, '+refs/*:refs/*');
  if (fetched === undefined) return fail(notCloned);
  const branch = await git('symbolic-ref', '--quiet', 'HEAD');
  if (branch === undefined) await here('update-ref', '--no-deref', 'HEAD', head);
  else await here('symbolic-ref', 'HEAD', branch);
  if ((await here('reset', '--quiet', '--hard', head)) === undefined) return fail(notCloned);
  if (changes.length > 0) await bring(changes, top, clone, here);
  return ok({ workspace: join(clone, prefix ?? '') });
}

/** Nothing of a clone outlives it, and nobody is asked for a key. */
const fixed = { 'commit.gpgsign': 'false', 'tag.gpgsign': 'false', 'gc.auto': '0', 'advice.detachedHead': 'false' };

/** What a program of the repository pushes from the clone goes nowhere. */
const nowhere = 'file:///dev/null/nothing-is-pushed-from-a-rehearsal';

type Git = (...args: readonly string[]) => Promise<string | undefined>;

const gitAt =
  (cwd: string): Git =>
  async (...args) => {
    const { code, answer } = await runProcess(['git', '--no-pager', ...args], {
      cwd,
      // A status that refreshes the index would write to the repository.
      env: { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
    });
    return code === 0 ? answer.replace(/\n$/, '') : undefined;
  };

const changesIn = (status: string): readonly string[] =>
  status.split('\0').flatMap((line) => (line.length > 3 ? [line.slice(3)] : []));

/** Files as they lie there, not as anybody has staged them. */
async function bring(changes: readonly string[], top: string, clone: string, git: Git): Promise<void> {
  for (const path of changes) {
    const [from, to] = [join(top, path), join(clone, path)];
    await rm(to, { recursive: true, force: true });
    if (await isThere(from)) {
      await mkdir(dirname(to), { recursive: true });
      await cp(from, to, { recursive: true, verbatimSymlinks: true });
    }
  }
  await git('add', '--all');
  await git('commit', '--quiet', '--no-verify', '--message', 'fix: what is not committed yet');
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (faultOf(error) === 'ENOENT') return false;
    throw error;
  }
}

const noCheckout: Problem = {
  code: 'NO_CHECKOUT',
  severity: 'error',
  what: 'This folder is no git checkout: a release is a commit with tags, and so is its rehearsal.',
  fix: 'Make it one: git init && git add --all && git commit --message "chore: begin".',
};

const noCommit: Problem = {
  code: 'NO_COMMIT',
  severity: 'error',
  what: 'There is no commit here to rehearse.',
  fix: 'Commit first: git add --all && git commit --message "chore: begin".',
};

const notCloned: Problem = {
  code: 'REHEARSE_CLONE',
  severity: 'error',
  what: 'The repository could not be cloned into a temporary folder.',
  fix: 'See whether git itself finds it whole: git fsck; and whether the temporary folder has room: df -h "$TMPDIR".',
};

const dirty = (files: readonly string[]): Problem => ({
  code: 'DIRTY_TREE',
  severity: 'error',
  what: `A release is made of what is committed, and ${files.length === 1 ? 'a file differs' : `${files.length} files differ`} from HEAD: ${files.slice(0, 5).join(', ')}${files.length > 5 ? ', …' : ''}.`,
  fix: 'Commit or stash (git stash --include-untracked) the changes; or rehearse with them: nx-convoy rehearse --include-dirty.',
});
