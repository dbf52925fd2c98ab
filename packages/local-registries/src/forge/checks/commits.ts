import { json } from '../../server/answer.ts';
import { within, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { paged } from '../page.ts';
import { ForgeProblem } from '../problem.ts';
import { nodeId, userView } from '../user.ts';
import type { Commit } from '../refs/refs.ts';

/** Commits, as far as the repository knows them. */
export function commitRoutes(): readonly ForgeRoute[] {
  return [
    within('GET', '/commits', 'index', async (call) => {
      const from = call.query.get('sha') ?? call.repository.defaultBranch;
      const commits = await call.repository.refs.log(await commitNamed(call, from), 1000);
      const views = new Map(await Promise.all(commits.map(async (sha) => [sha, await viewOf(call, sha)] as const)));
      return paged(call, commits, (sha) => views.get(sha));
    }),
    // What is asked of a commit stands before this in the list: a branch's name may hold slashes.
    within('GET', '/commits/*ref', 'index', async (call) => {
      const view = await viewOf(call, await commitNamed(call, call.params.ref));
      return json({ ...view, stats: { total: 0, additions: 0, deletions: 0 }, files: [] });
    }),
    within('GET', '/git/commits/:sha', 'index', async (call) => {
      const { sha, commit } = await viewOf(call, await commitNamed(call, call.params.sha));
      return json({ sha, ...commit });
    }),
  ];
}

/** The commit that a name stands for, or GitHub's words for none. */
export async function commitNamed({ repository }: RepositoryCall, name: string): Promise<string> {
  const sha = await repository.refs.resolve(name);
  if (sha === undefined) throw new ForgeProblem(422, `No commit found for SHA: ${name}`);
  return sha;
}

async function viewOf(call: RepositoryCall, sha: string) {
  const known = await call.repository.refs.commit(sha);
  if (known === undefined) throw new ForgeProblem(422, `No commit found for SHA: ${sha}`);
  return view(call, known);
}

function view({ repository, links }: RepositoryCall, { sha, tree, parents, author, committer, message }: Commit) {
  const at = (path: string): string => links.api(`/repos/${repository.full}${path}`);
  const parent = (one: string) => ({
    sha: one,
    url: at(`/commits/${one}`),
    html_url: links.web(`/${repository.full}/commit/${one}`),
  });
  return {
    sha,
    node_id: nodeId('Commit', repository.key, sha),
    url: at(`/commits/${sha}`),
    html_url: links.web(`/${repository.full}/commit/${sha}`),
    commit: {
      author,
      committer,
      message: message.replace(/\n$/, ''),
      tree: { sha: tree, url: at(`/git/trees/${tree}`) },
      url: at(`/git/commits/${sha}`),
      parents: parents.map(parent),
    },
    author: userView('local', links),
    committer: userView('local', links),
    parents: parents.map(parent),
  };
}
