import type { Ancestry, Checkout, Tag } from '../model/history.ts';

/** What is asked of git, as arguments, and how each answer is read. */
export const questions = {
  place: ['rev-parse', '--is-shallow-repository', '--show-prefix', '--symbolic-full-name', 'HEAD'],
  head: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'],
  dirty: ['status', '--porcelain', '-z', '--untracked-files=normal', '--ignore-submodules=all', '--', '.'],
  tags: [
    'for-each-ref',
    'refs/tags',
    '--format=%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)',
  ],
  ancestry: ['rev-list', '--topo-order', '--parents', 'HEAD'],
} as const;

export function readCheckout(place: string, head: string, dirty: string): Checkout {
  const [shallow, prefix = '', branch = ''] = place.split('\n');
  const commit = head.trim();
  return {
    ...(commit === '' ? {} : { head: commit }),
    ...(branch.startsWith('refs/heads/') ? { branch: branch.slice('refs/heads/'.length) } : {}),
    isShallow: shallow === 'true',
    prefix,
    dirty: dirty
      .split('\0')
      .filter((entry) => entry.length > 3)
      .map((entry) => entry.slice(3)),
  };
}

/** A tag that leads to no commit (a tree, a blob) names no release. */
export function readTags(text: string): readonly Tag[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', type, object = '', innerType, inner = ''] = line.split('\0');
    if (type === 'commit') return [{ name, commit: object }];
    return innerType === 'commit' ? [{ name, commit: inner }] : [];
  });
}

export function readAncestry(text: string): Ancestry {
  const ids: string[] = [];
  const at = new Map<string, number>();
  const named: string[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const id = line.slice(0, line.indexOf(' ') < 0 ? line.length : line.indexOf(' '));
    at.set(id, ids.length);
    ids.push(id);
    named.push(line.length > id.length ? line.slice(id.length + 1) : '');
  }
  const parents = named.map((line) =>
    line === ''
      ? []
      : line.split(' ').flatMap((id) => {
          const position = at.get(id);
          return position === undefined ? [] : [position]; // Beyond the edge of a shallow clone.
        }),
  );
  return { ids, at, parents };
}
