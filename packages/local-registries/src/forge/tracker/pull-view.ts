import type { RepositoryCall } from '../call.ts';
import { repositoryView } from '../repository-view.ts';
import { userView } from '../user.ts';
import type { Content, Issue, Pull } from './book.ts';
import { issueView } from './view.ts';

export type PullRequest = Issue & { readonly pull: Pull };

export const isPull = (one: Issue): one is PullRequest => one.pull !== undefined;

/** A pull request: what the issue tells, and what is known of its branches. */
export async function pullView(call: RepositoryCall, content: Content, one: PullRequest) {
  const { repository, links } = call;
  const issue = issueView(call, content, one);
  const { head, base, merged, isDraft, reviewers } = one.pull;
  const url = links.api(`/repos/${repository.full}/pulls/${one.id}`);
  const isOpen = one.state === 'open';
  return {
    ...issue,
    url,
    issue_url: issue.url,
    commits_url: `${url}/commits`,
    statuses_url: links.api(`/repos/${repository.full}/statuses/${(await standing(call, head, merged?.head)) ?? ''}`),
    draft: isDraft,
    merged: merged !== undefined,
    merged_at: merged?.at ?? null,
    merged_by: merged === undefined ? null : userView(merged.by, links),
    merge_commit_sha: merged?.sha ?? null,
    mergeable: isOpen ? true : null,
    mergeable_state: isOpen ? (isDraft ? 'draft' : 'clean') : 'unknown',
    head: await side(call, head, merged?.head),
    base: await side(call, base, merged?.base),
    requested_reviewers: reviewers.map((login) => userView(login, links)),
    requested_teams: [],
  };
}

const standing = async (
  { repository }: RepositoryCall,
  branch: string,
  then: string | undefined,
): Promise<string | undefined> => then ?? repository.refs.resolve(`refs/heads/${branch}`);

async function side(call: RepositoryCall, branch: string, then: string | undefined) {
  const { repository, links } = call;
  return {
    label: `${repository.owner}:${branch}`,
    ref: branch,
    sha: (await standing(call, branch, then)) ?? '',
    user: userView(repository.owner, links),
    repo: repositoryView(repository, links),
  };
}
