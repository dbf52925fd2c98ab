/** A repository at one of the hosts whose addresses npm knows. */
export interface Hosted {
  /** As npm writes it: `git+https://github.com/acme/ship.git`. */
  readonly url: string;
  readonly issues: string;
  readonly readme: string;
}

const hosts: Readonly<Record<string, { readonly domain: string; readonly tree: string }>> = {
  github: { domain: 'github.com', tree: 'tree' },
  gitlab: { domain: 'gitlab.com', tree: 'tree' },
  bitbucket: { domain: 'bitbucket.org', tree: 'src' },
};

/**
 * What npm makes of an address of git: `acme/ship`, `github:acme/ship`, `git@github.com:acme/ship.git` and so on. Undefined where it leaves it
 * as it is. `isShort` keeps the short form, as in dependencies.
 */
export function hosted(address: string, isShort = false): Hosted | undefined {
  const read = shortcut(address) ?? remote(address);
  if (read === undefined) return undefined;
  const { host, owner, name, branch, form } = read;
  const { domain, tree } = hosts[host] ?? { domain: host, tree: 'tree' };
  const hash = branch === '' ? '' : `#${branch}`;
  const web = `https://${domain}/${owner}/${name}`;
  const long = { https: `git+https://${domain}`, ssh: `git+ssh://git@${domain}`, git: `git://${domain}` };
  return {
    url:
      form === 'short'
        ? isShort
          ? `${host}:${owner}/${name}${hash}`
          : `${long.https}/${owner}/${name}.git${hash}`
        : `${long[form]}/${owner}/${name}.git${hash}`,
    issues: `${web}/issues`,
    readme: `${web}${branch === '' ? '' : `/${tree}/${encodeURIComponent(branch)}`}#readme`,
  };
}

interface Read {
  readonly host: string;
  readonly owner: string;
  readonly name: string;
  readonly branch: string;
  readonly form: 'short' | 'https' | 'ssh' | 'git';
}

/** `acme/ship` is GitHub's, `gitlab:team/part/ship` says whose it is. */
function shortcut(address: string): Read | undefined {
  const [, host = 'github', path = '', branch = ''] =
    /^(?:(github|gitlab|bitbucket):)?([^\s:@#.][^\s:@#]*\/[^\s:@#/]+)(?:#(.*))?$/.exec(address) ?? [];
  const at = path.lastIndexOf('/');
  const [owner, name] = [path.slice(0, at), path.slice(at + 1).replace(/\.git$/, '')];
  if (owner === '' || name === '' || (owner.includes('/') && host !== 'gitlab')) return undefined;
  return { host, owner, name, branch, form: 'short' };
}

function remote(address: string): Read | undefined {
  // As ssh writes it: `git@github.com:acme/ship.git`.
  const url = address.replace(/^(?:git\+)?(?:ssh:\/\/)?([\w.-]+@[\w.-]+):(?!\d+\/)(?!\/)/, 'git+ssh://$1/');
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname, hash } = new URL(url);
  const domain = hostname.replace(/^www\./, '');
  const host = Object.keys(hosts).find((one) => hosts[one]?.domain === domain);
  const form = forms[protocol];
  // npm takes a slash at the end for a project without a name at GitLab alone, whose paths may have any length.
  const parts = pathname.split('/').filter((part, at) => part !== '' || (host === 'gitlab' && at > 0));
  const [, kind] = /^\/[^/]+\/[^/]+\/(\w+)/.exec(pathname) ?? [];
  if (host === undefined || form === undefined) return undefined;
  const isTree = host === 'github' && kind === 'tree';
  const path = isTree ? parts.slice(0, 2) : parts;
  const name = path.at(-1)?.replace(/\.git$/, '') ?? '';
  const owner = path.slice(0, -1).join('/');
  if (name === '' || owner === '' || (path.length > 2 && host !== 'gitlab') || pathname.includes('/-/'))
    return undefined;
  const branch = isTree ? parts.slice(3).join('/') : decodeURIComponent(hash.slice(1));
  return { host, owner, name, branch, form };
}

const forms: Readonly<Record<string, Read['form']>> = {
  'https:': 'https',
  'http:': 'https',
  'git+https:': 'https',
  'git+http:': 'https',
  'ssh:': 'ssh',
  'git+ssh:': 'ssh',
  'git:': 'git',
};
