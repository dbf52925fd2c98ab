import type { Delivery } from '../../model/delivery.ts';
import type { Presence } from '../../model/registry.ts';
import type { Answer } from './carry.ts';

/** What a registry said of a version, for one file of it. */
export function answerFor({ artifact }: Delivery, presence: Presence): Answer {
  if (presence.is === 'unknown') return { is: 'unknown', problem: presence.problem };
  if (presence.is === 'absent') return { is: 'absent', ...(presence.name === 'unknown' ? { isNewName: true } : {}) };
  if (presence.isDeleted === true) return { is: 'deleted' };
  const { files } = presence;
  const file = files?.find(({ name }) => name === artifact.name);
  // Some files of the version are there, and this one is not.
  if (files !== undefined && file === undefined) return { is: 'absent' };
  const digest = file?.digest ?? presence.digest;
  const isYanked = file?.isYanked ?? presence.isYanked;
  return {
    is: 'present',
    ...(digest === undefined ? {} : { digest }),
    ...(isYanked === undefined ? {} : { isYanked }),
  };
}
