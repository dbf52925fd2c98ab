import type { Presence } from '../model/registry.ts';
import { presenceOfFile } from './file-presence.ts';

const problem = { code: 'X', severity: 'warning', what: 'x', fix: 'y' } as const;
const wheel = { name: 'a-1.0-py3-none-any.whl', digest: 'sha256:ab' };
const sdist = { name: 'a-1.0.tar.gz', digest: 'sha256:cd' };

it.each<readonly [string, Presence, object]>([
  ['a crate', { is: 'present', digest: 'sha256:ab' }, { is: 'present', digest: 'sha256:ab' }],
  ['a yanked crate', { is: 'present', isYanked: true }, { is: 'present', isYanked: true }],
  ['a version that was unpublished', { is: 'present', isDeleted: true }, { is: 'deleted' }],
  ['a new name', { is: 'absent', name: 'unknown' }, { is: 'absent', isNewName: true }],
  ['a new version', { is: 'absent', name: 'known' }, { is: 'absent' }],
  ['silence', { is: 'unknown', problem }, { is: 'unknown', problem }],
  ['both files', { is: 'present', files: [sdist, wheel] }, { is: 'present', digest: 'sha256:ab' }],
  ['the other file alone', { is: 'present', files: [sdist] }, { is: 'absent' }],
  [
    'a withdrawn one beside',
    { is: 'present', files: [{ ...wheel, isYanked: true }, sdist] },
    { is: 'present', digest: 'sha256:ab', isYanked: true },
  ],
  [
    'the other file, withdrawn',
    { is: 'present', isYanked: true, files: [{ ...sdist, isYanked: true }] },
    { is: 'deleted' },
  ],
  ['files that were deleted', { is: 'present', isDeleted: true, files: [] }, { is: 'deleted' }],
])('%s', (_, presence, expected) => expect(presenceOfFile(presence, { name: wheel.name })).toEqual(expected));
