import type { Credential } from '../../model/credential.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Presence, Released } from '../../model/registry.ts';
import { isSameVersion } from '../../versions/pep440.ts';
import { unknown } from '../reading.ts';
import { isOfVersion } from './files.ts';
import { pageOf, question } from './page.ts';

/** Asks a simple index for one version of a project: any file of it means that the version is taken. */
export function* presence(asked: Released, by?: Credential): Dialogue<Presence> {
  const { name, version } = asked;
  const manual = byHand(asked);
  const outcome = yield question(asked, by);
  if (outcome.is === 'silence') return unknown(asked, outcome, manual);
  if (outcome.status === 404 || outcome.status === 410) return { is: 'absent', name: 'unknown' };
  const page = outcome.status === 200 && !outcome.isCut ? pageOf(outcome) : undefined;
  if (page === undefined) return unknown(asked, outcome, manual);
  const files = page.files.map(({ file }) => file).filter((file) => isOfVersion(file.name, name, version));
  if (files.length > 0) {
    return { is: 'present', files, ...(files.every(({ isYanked }) => isYanked === true) ? { isYanked: true } : {}) };
  }
  // A version whose files were deleted is still listed by indexes that list versions; none of its file names comes back.
  if (page.versions.some((one) => isSameVersion(one, version))) return { is: 'present', files, isDeleted: true };
  return { is: 'absent', name: 'known' };
}

export const byHand = ({ registry, name }: Released): string =>
  `pip index versions ${name} --pre --index-url ${registry.url}`;
