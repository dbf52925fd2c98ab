import type { Links } from './links.ts';
import type { Repository } from './repository.ts';
import { nodeId, userView } from './user.ts';

/** What GitHub tells of a repository. */
export function repositoryView(repository: Repository, links: Links) {
  const { name, full, key, owner, isPrivate, isArchived, defaultBranch } = repository;
  const url = links.api(`/repos/${full}`);
  return {
    id: idOf(key),
    node_id: nodeId('Repository', key),
    name,
    full_name: full,
    owner: userView(owner, links),
    private: isPrivate,
    visibility: isPrivate ? 'private' : 'public',
    html_url: links.web(`/${full}`),
    clone_url: links.web(`/${full}.git`),
    description: null,
    fork: false,
    url,
    releases_url: `${url}/releases{/id}`,
    tags_url: `${url}/tags`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    statuses_url: `${url}/statuses/{sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    default_branch: defaultBranch,
    archived: isArchived,
    disabled: false,
    has_issues: true,
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: true,
    permissions: { admin: true, maintain: true, push: !isArchived, triage: true, pull: true },
  };
}

const idOf = (key: string): number => [...Buffer.from(key)].reduce((sum, byte) => (sum * 31 + byte) % 2_147_483_647, 7);
