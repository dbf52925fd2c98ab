/** Where a repository is at home, as its manifests tell, and how that forge writes its links. */
export interface Repository {
  readonly url: string;
  readonly forge: Forge;
}

export type Forge = 'github' | 'gitlab' | 'bitbucket' | 'gitea';

/** The address behind what manifests hold: `github:acme/app`, `git+ssh://git@host/acme/app.git`, `https://host/acme/app/tree/main/x`. */
export function readRepository(written: string): Repository | undefined {
  const text = written.trim();
  const [, service, path] = /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+)$/.exec(text) ?? [];
  if (path !== undefined)
    return at(`https://${hosts[service ?? 'github'] ?? 'github.com'}/${path.replace(/\.git$/, '')}`);
  const scp = /^(?:[\w-]+@)([\w.-]+):(?!\/\/)([\w./~-]+)$/.exec(text);
  const plain = scp === null ? text.replace(/^git\+/, '') : `https://${scp[1] ?? ''}/${scp[2] ?? ''}`;
  const parts = /^(?:https?|ssh|git):\/\/(?:[^@/]+@)?(?<host>[\w.-]+)(?::\d+)?\/(?<path>[^?#]+)/.exec(plain)?.groups;
  if (parts?.host === undefined || parts.path === undefined) return undefined;
  const inside = parts.path
    .replace(/\/(?:-\/)?(?:tree|blob|src|issues|wiki|releases)\/?.*$/, '')
    .replace(/(\.git)?\/*$/, '');
  return inside.includes('/') ? at(`https://${parts.host}/${inside}`) : undefined;
}

const hosts: Readonly<Record<string, string>> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
};

function at(url: string): Repository | undefined {
  const host = /^https:\/\/([^/]+)/.exec(url)?.[1] ?? '';
  const forge = (['github', 'gitlab', 'bitbucket'] as const).find((name) => host.includes(name));
  if (forge !== undefined) return { url, forge };
  return /gitea|forgejo|codeberg/.test(host) ? { url, forge: 'gitea' } : undefined;
}

const paths: Readonly<Record<Forge, { pull: string; issue: string; commit: string; compare: string; tag: string }>> = {
  github: { pull: 'pull', issue: 'issues', commit: 'commit', compare: 'compare', tag: 'releases/tag' },
  gitlab: { pull: '-/merge_requests', issue: '-/issues', commit: '-/commit', compare: '-/compare', tag: '-/releases' },
  bitbucket: { pull: 'pull-requests', issue: 'issues', commit: 'commits', compare: 'branches/compare', tag: 'src' },
  gitea: { pull: 'pulls', issue: 'issues', commit: 'commit', compare: 'compare', tag: 'releases/tag' },
};

export const pullUrl = ({ url, forge }: Repository, number: string): string => `${url}/${paths[forge].pull}/${number}`;
export const issueUrl = ({ url, forge }: Repository, number: string): string =>
  `${url}/${paths[forge].issue}/${number}`;
export const commitUrl = ({ url, forge }: Repository, id: string): string => `${url}/${paths[forge].commit}/${id}`;

/** All between two tags; Bitbucket names the newer one first. */
export function compareUrl({ url, forge }: Repository, from: string, to: string): string {
  const range = forge === 'bitbucket' ? `${to}..${from}` : `${from}...${to}`;
  return `${url}/${paths[forge].compare}/${encodeTag(range)}`;
}

export const tagUrl = ({ url, forge }: Repository, tag: string): string =>
  `${url}/${paths[forge].tag}/${encodeTag(tag)}`;

/** A slash stays: forges take it as it is. */
export const encodeTag = (tag: string): string => tag.replaceAll('@', '%40').replaceAll('+', '%2B');
