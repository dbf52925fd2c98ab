import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';

/** One answer of git's, without the line end; undefined where it says no. */
export async function askOne(world: World, ...args: readonly string[]): Promise<string | undefined> {
  let answer = '';
  const { code } = await world.git(args, (text) => (answer += text));
  return code === 0 ? answer.replace(/\n$/, '') : undefined;
}

export const headOf = (world: World): Promise<string | undefined> =>
  askOne(world, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}');

/** Absent where HEAD is detached. */
export const branchOf = (world: World): Promise<string | undefined> =>
  askOne(world, 'symbolic-ref', '--quiet', '--short', 'HEAD');

/** Names of branches, here and at remotes, that begin so; a remote's without its own name. */
export async function branchesLike(world: World, prefixes: readonly string[]): Promise<readonly string[]> {
  const patterns = prefixes.flatMap((prefix) => [`refs/heads/${prefix}*`, `refs/remotes/*/${prefix}*`]);
  const answer = await askOne(world, 'for-each-ref', '--format=%(refname)', ...patterns);
  return (answer ?? '').split('\n').map((name) => name.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, ''));
}

/** By name: the tag itself, and the commit that it leads to. */
export async function tagsOf(
  world: World,
  names: readonly string[],
): Promise<ReadonlyMap<string, { readonly object: string; readonly commit: string }>> {
  if (names.length === 0) return new Map();
  const answer = await askOne(
    world,
    'for-each-ref',
    '--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)',
    ...names.map((name) => `refs/tags/${name}`),
  );
  const wanted = new Set(names);
  return new Map(
    (answer ?? '').split('\n').flatMap((line) => {
      const [name = '', object = '', inner = ''] = line.split('\0');
      return wanted.has(name) ? [[name, { object, commit: inner === '' ? object : inner }] as const] : [];
    }),
  );
}

/** Tags never move: one that stands elsewhere stops everything. */
export const tagTaken = (name: string, commit: string): Problem => ({
  code: 'TAG_TAKEN',
  severity: 'error',
  what: `The tag ${name} stands on another commit already (${commit.slice(0, 10)}).`,
  fix: `A released version never moves: plan the next one. If the tag was a mistake that nobody has seen yet: git tag --delete ${name}.`,
});

/** What git said when it refused something, and the way out. */
export function gitRefusal(what: string, complaint: string): Problem {
  const said = complaint.split('\n').filter((line) => line.trim() !== '');
  const lines = said.slice(-6).join(' | ');
  const lock = /Unable to create '([^']+\.lock)'/.exec(complaint)?.[1];
  if (lock !== undefined) return gitLocked(lock);
  if (
    /gpg failed|failed to sign|signing failed|no default key|couldn't (?:load|find) .*key|user\.signingkey/i.test(
      complaint,
    )
  ) {
    return {
      code: 'SIGNING_FAILED',
      severity: 'error',
      what: `${what} could not be signed: ${lines}.`,
      fix: 'Name a key that is here: git config user.signingkey <key> (and gpg.format ssh for an ssh key), or leave out --sign.',
    };
  }
  if (/empty ident|tell me who you are|unable to auto-detect email/i.test(complaint)) return noIdentity;
  return {
    code: 'GIT_REFUSED',
    severity: 'error',
    what: `git refused ${what}: ${lines === '' ? 'it gave no reason' : lines}.`,
    fix: 'Mend what git or the hook complains of, then apply again. Hooks are left out by release.git.commitArgs: ["--no-verify"].',
  };
}

export const gitLocked = (lock: string): Problem => ({
  code: 'GIT_LOCKED',
  severity: 'error',
  what: `Another git works in this repository: it holds ${lock}.`,
  fix: 'Wait until it is done. If none runs any more, remove that file.',
});

export const noIdentity: Problem = {
  code: 'NO_IDENTITY',
  severity: 'error',
  what: 'git does not know who makes the commit.',
  fix: 'git config user.name "…" && git config user.email "…" (in CI: GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL and the same for COMMITTER).',
};
