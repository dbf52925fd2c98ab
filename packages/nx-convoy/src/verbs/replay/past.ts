import semver from 'semver';
import { readMessage } from '../../history/message.ts';
import { besideOf } from '../../history/questions.ts';
import { reach, type Reach } from '../../history/reach.ts';
import { isReleaseCommit } from '../../history/release-commit.ts';
import { tagFamilies } from '../../planning/tags/families.ts';
import type { Tag } from '../../model/history.ts';
import type { Outlook } from '../../planning/tags/heads.ts';
import type { Families } from '../../planning/tags/ownership.ts';
import type { DatedTag, WholePast } from './gather.ts';

export interface Past extends WholePast {
  readonly families: Families;
  readonly dates: ReadonlyMap<string, number>;
  readonly behind: Reach;
}

/** Prepares what every step asks for: families of tags, and what lies behind each tag. */
export function preparePast(past: WholePast): Past {
  const tags = past.tags.filter(({ name, commit }) => !name.startsWith('abandoned/') && past.ancestry.at.has(commit));
  const { at, parents } = past.ancestry;
  const heads = tags.flatMap(({ commit }) => at.get(commit) ?? []);
  const bases = new Set(heads.flatMap((head) => [head, ...(parents[head] ?? [])]));
  return {
    ...past,
    families: tagFamilies(tags),
    dates: new Map(past.tags.map(({ name, date }) => [name, date])),
    behind: reach(past.ancestry, [...bases]),
  };
}

/** Commits with a tag that could name a stable release, newest first. */
export function releaseCommits({ tags, families, ancestry }: Past): readonly { commit: string; date: number }[] {
  const stable = new Set(
    [...families.values()]
      .flat()
      .flatMap(({ tag, version }) => (semver.prerelease(version) === null ? [tag.name] : [])),
  );
  const commits = new Map<string, DatedTag>();
  for (const tag of tags) if (stable.has(tag.name) && ancestry.at.has(tag.commit)) commits.set(tag.commit, tag);
  return [...commits.values()].sort((a, b) => b.date - a.date || (a.commit < b.commit ? -1 : 1));
}

/** The commit before one that may do nothing but write its release down; its manifests are those that a plan was made from. */
export function parentToAsk({ ancestry, commits }: WholePast, commit: string): string | undefined {
  const at = ancestry.at.get(commit) ?? -1;
  const [first, second] = ancestry.parents[at] ?? [];
  const [subject = ''] = (commits[at]?.message ?? '').split('\n');
  const isAsked = second !== undefined || /\d+\.\d+/.test(subject) || isReleaseCommit(readMessage(subject));
  return first === undefined || !isAsked ? undefined : ancestry.ids[first];
}

/** The commit where a tag stands for a head: its own, or the one beside which it was written. */
export function placeOf({ commit }: Tag, head: number, { ancestry, behind, commits }: Past): string | undefined {
  const at = ancestry.at.get(commit);
  if (at === undefined) return undefined;
  if (behind.isBehind(at, head)) return commit;
  const parents = (ancestry.parents[at] ?? []).filter((parent) => behind.isBehind(parent, head));
  if (parents.length === 0) return undefined;
  const [subject = ''] = (commits[at]?.message ?? '').split('\n');
  return besideOf(
    parents.map((parent) => ancestry.ids[parent] ?? ''),
    subject,
    ancestry.at,
  );
}

export function outlookFrom(head: number, past: Past): Outlook {
  const { ancestry } = past;
  return {
    placeOf: (tag) => placeOf(tag, head, past),
    forkOf: (tag) => ancestry.ids[forkOf(tag, head, past) ?? -1],
    isNewer: (one, other) => (ancestry.at.get(one) ?? Infinity) <= (ancestry.at.get(other) ?? -1),
  };
}

/** The newest commit behind both. */
function forkOf({ commit }: Tag, head: number, { ancestry, behind }: Past): number | undefined {
  const from = ancestry.at.get(commit);
  if (from === undefined) return undefined;
  const seen = new Set([from]);
  const open = [from];
  let fork: number | undefined;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (behind.isBehind(at, head)) fork = fork === undefined ? at : Math.min(fork, at);
    else
      for (const parent of ancestry.parents[at] ?? [])
        if (!seen.has(parent)) {
          seen.add(parent);
          open.push(parent);
        }
  }
  return fork;
}

/** Positions of what lies behind `head` and not behind `from`, newest first. */
export function commitsBetween(from: number | undefined, head: number, { ancestry, behind }: Past): readonly number[] {
  const seen = new Set([head]);
  const open = [head];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const parent of ancestry.parents[at] ?? []) {
      if (seen.has(parent) || (from !== undefined && behind.isBehind(parent, from))) continue;
      seen.add(parent);
      open.push(parent);
    }
  }
  return [...seen].sort((a, b) => a - b);
}
