import type { Ancestry, Checkout, Tag } from '../model/history.ts';
import { forkPoints } from './forks.ts';
import { readMessage } from './message.ts';
import { isReleaseCommit } from './release-commit.ts';

/** What is asked of git, as arguments, and how each answer is read. */
export const questions = {
  place: ['rev-parse', '--is-shallow-repository', '--show-prefix', 'HEAD', '--symbolic-full-name', 'HEAD'],
  /** The branch and its upstream as well: a process of its own costs more. */
  dirty: [
    ...['status', '--porcelain', '--branch', '--no-ahead-behind', '-z'],
    ...['--untracked-files=normal', '--ignore-submodules=all', '--', '.'],
  ],
  tags: [
    'for-each-ref',
    'refs/tags',
    '--format=%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)',
  ],
  /** Asked only where some tags are not behind HEAD: git has to open their commits. */
  asideTags: [
    'for-each-ref',
    'refs/tags',
    '--no-merged=HEAD',
    '--format=%(refname:strip=2)%00%(parent)%00%(*parent)%00%(subject)%00%(*subject)',
  ],
  /** The same for the lines that lead to them. */
  asideLines: ['rev-list', '--topo-order', '--parents', '--tags', '--not', 'HEAD'],
  /** HEAD comes first; there is none before the first commit. */
  ancestry: ['rev-list', '--topo-order', '--parents', 'HEAD'],
} as const;

export function readCheckout(place: string, dirty: string): Checkout {
  const [shallow, prefix = '', commit = '', branch = ''] = place.split('\n');
  const [head = '', ...entries] = dirty.split('\0');
  const upstream = /^## .+?\.\.\.(\S+)/.exec(head)?.[1];
  return {
    // Before the first commit git repeats the word.
    ...(/^[0-9a-f]{40,}$/.test(commit) ? { head: commit } : {}),
    ...(branch.startsWith('refs/heads/') ? { branch: branch.slice('refs/heads/'.length) } : {}),
    ...(upstream === undefined ? {} : { upstream }),
    isShallow: shallow === 'true',
    prefix,
    dirty: entries.filter((entry) => entry.length > 3).map((entry) => entry.slice(3)),
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

/** Tags with the place beside which they stand, where their commits do nothing but write down a release, and where their line began. */
export function withPlaces(
  tags: readonly Tag[],
  text: string,
  lines: string,
  { at, ids }: Pick<Ancestry, 'at' | 'ids'>,
): readonly Tag[] {
  const forks = forkPoints(lines, { at });
  const places = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [name = '', parents = '', innerParents = '', subject = '', innerSubject = ''] = line.split('\0');
    // An annotated tag has a subject of its own, and no parents.
    const [of, said] = innerParents === '' ? [parents, subject] : [innerParents, innerSubject];
    const beside = besideOf(of.split(' '), said, at);
    if (beside !== undefined) places.set(name, beside);
  }
  return tags.map((tag) => {
    const beside = places.get(tag.name);
    const fork = ids[forks.get(tag.commit) ?? -1];
    return beside === undefined && fork === undefined
      ? tag
      : { ...tag, ...(beside === undefined ? {} : { beside }), ...(fork === undefined ? {} : { fork }) };
  });
}

/** The newest of its parents that is on the line. */
export function besideOf(
  parents: readonly string[],
  subject: string,
  at: { get(id: string): number | undefined },
): string | undefined {
  if (!isReleaseCommit(readMessage(subject))) return undefined;
  const found = parents.filter((id) => at.get(id) !== undefined);
  return found.sort((a, b) => (at.get(a) ?? 0) - (at.get(b) ?? 0))[0];
}

export function readAncestry(text: string): Ancestry {
  const ids: string[] = [];
  const at = new Map<string, number>();
  const lines = text.split('\n');
  for (const line of lines) {
    if (line === '') continue;
    const space = line.indexOf(' ');
    const id = space < 0 ? line : line.slice(0, space);
    at.set(id, ids.length);
    ids.push(id);
  }
  const parents = ids.map((id, position) => parentsIn(lines[position] ?? '', id.length + 1, at));
  return { ids, at, parents };
}

/** What lies beyond the edge of a shallow clone has no position. */
function parentsIn(line: string, start: number, at: ReadonlyMap<string, number>): readonly number[] {
  if (line.length <= start) return [];
  const rest = line.slice(start);
  const only = at.get(rest);
  return only === undefined ? rest.split(' ').flatMap((id) => at.get(id) ?? []) : [only];
}
