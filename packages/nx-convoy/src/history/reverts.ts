import type { Message } from './message.ts';

export interface Said {
  readonly id: string;
  readonly subject: string;
  readonly message: Message;
}

/**
 * The commits that count, newest first: one that is taken back in the same range does not, nor does the one that takes it back. A
 * revert of a revert brings the first one back, because each revert is looked at before what it reverts.
 */
export function withoutReverted<T extends Said>(commits: readonly T[]): readonly T[] {
  if (!commits.some(isRevert)) return commits;
  const gone = new Set<T>();
  commits.forEach((commit, at) => {
    if (gone.has(commit) || !isRevert(commit)) return;
    const older = commits.slice(at + 1).filter((other) => !gone.has(other));
    const { reverts, revertsSubject } = commit.message;
    const targets = reverts.flatMap((id) => older.find((other) => other.id.startsWith(id)) ?? []);
    const named = revertsSubject === undefined ? undefined : older.find((other) => means(other, revertsSubject));
    const found = targets.length > 0 ? targets : named === undefined ? [] : [named];
    // What was released before stays released: then the revert is a change of its own.
    if (found.length === 0) return;
    gone.add(commit);
    for (const target of found) gone.add(target);
  });
  return commits.filter((commit) => !gone.has(commit));
}

const isRevert = ({ message }: Said): boolean => message.reverts.length > 0 || message.revertsSubject !== undefined;

/** A forge adds the pull request's number behind a subject when it merges. */
const means = (commit: Said, subject: string): boolean =>
  commit.subject === subject || plain(commit.subject) === plain(subject) || commit.message.text === subject;

const plain = (subject: string): string => subject.replace(/\s+\(#\d+\)$/, '').trim();
