import type { Artifact } from '../model/delivery.ts';
import type { Asked } from '../model/journal.ts';
import type { Presence } from '../model/registry.ts';

export type FilePresence = Pick<Asked, 'is' | 'digest' | 'isYanked' | 'isNewName' | 'problem'>;

/**
 * What a registry's answer about a version says of one file of it. Where a version has one file, that is the answer; an index of Python's has
 * several, some of which may be there while others are still to come.
 */
export function presenceOfFile(presence: Presence, { name }: Pick<Artifact, 'name'>): FilePresence {
  if (presence.is === 'unknown') return presence;
  if (presence.is === 'absent') return { is: 'absent', ...(presence.name === 'unknown' ? { isNewName: true } : {}) };
  const { files, digest, isYanked, isDeleted } = presence;
  // Of a version whose files are all gone nobody tells which there were: those names never come back, and ours may be one of them.
  if (isDeleted === true) return { is: 'deleted' };
  if (files === undefined) return present({ digest, isYanked });
  const file = files.find((one) => one.name === name);
  if (file !== undefined) return present(file);
  // Somebody has withdrawn the version before it was whole: nothing is added to it.
  return { is: isYanked === true ? 'deleted' : 'absent' };
}

const present = ({
  digest,
  isYanked,
}: {
  readonly digest?: string | undefined;
  readonly isYanked?: boolean | undefined;
}): FilePresence => ({
  is: 'present',
  ...(digest === undefined ? {} : { digest }),
  ...(isYanked === true ? { isYanked } : {}),
});
