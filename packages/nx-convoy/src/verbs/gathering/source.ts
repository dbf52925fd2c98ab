import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { inside, isWithin } from '../../paths/inside.ts';
import { askOne } from './git-state.ts';

/** What is packaged: a commit, whole and unchanged. */
export interface Source {
  readonly commit: string;
  readonly date: string;
  /** Seconds since 1970, as SOURCE_DATE_EPOCH takes them. */
  readonly epoch: string;
}

/**
 * Files that nobody has committed would be in a package and in no commit that could make it again: but for what the user has
 * named for this very run.
 */
export async function sourceOf(world: World): Promise<Result<Source>> {
  const { besides = [] } = world;
  const [head, status, prefix = ''] = await Promise.all([
    askOne(world, 'log', '-1', '--format=%H %ct', 'HEAD'),
    askOne(world, 'status', '--porcelain', '-z', '--untracked-files=all', '--no-renames', '--', '.'),
    askOne(world, 'rev-parse', '--show-prefix'),
  ]);
  const [commit = '', epoch = ''] = head?.split(' ') ?? [];
  if (commit === '' || status === undefined) return fail(noCommit);
  const aside = besides.flatMap((path) => {
    const found = inside('.', path);
    return found === undefined || found === '.' ? [] : [`${prefix}${found}`];
  });
  const isAside = (line: string): boolean =>
    line.startsWith('?? ') && aside.some((path) => isWithin(line.slice(3).replace(/\/$/, ''), path));
  const files = status.split('\0').flatMap((line) => (line.length > 3 && !isAside(line) ? [line.slice(3)] : []));
  if (files.length > 0) return fail(dirty(files));
  return ok({ commit, epoch, date: new Date(Number(epoch) * 1000).toISOString() });
}

const noCommit: Problem = {
  code: 'NO_COMMIT',
  severity: 'error',
  what: 'There is no commit here to package: what is made must be told by the commit that it is made from.',
  fix: 'Commit first: git init && git add --all && git commit --message "chore: begin".',
};

const dirty = (files: readonly string[]): Problem => ({
  code: 'DIRTY_TREE',
  severity: 'error',
  what: `What is packaged must be what is committed, and ${files.length === 1 ? 'a file differs' : `${files.length} files differ`} from HEAD: ${files.slice(0, 5).join(', ')}${files.length > 5 ? ', …' : ''}.`,
  fix: 'Commit or stash (git stash --include-untracked) the changes, or let .gitignore name what is generated; then package again.',
});
