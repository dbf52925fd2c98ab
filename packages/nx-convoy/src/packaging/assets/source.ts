import type { RunStep } from '../../model/packaging.ts';
import type { Member } from '../archive/member.ts';
import { readTar } from '../archive/tar.ts';

/**
 * The tree of a commit as git hands it out: export-ignore and export-subst of .gitattributes hold. What a user's settings would change in
 * line ends or modes is said here; the archive that git writes is only read, so that none of its versions shows in ours.
 */
export const archiveStep = (commit: string, file: string): RunStep => ({
  do: 'run',
  argv: [
    'git',
    ...['core.autocrlf=false', 'core.eol=lf', 'core.attributesFile=/dev/null', 'tar.umask=0022'].flatMap((word) => [
      '-c',
      word,
    ]),
    ...['archive', '--format=tar', `--output=${file}`, commit],
  ],
  cwd: '.',
  timeoutMs: 600_000,
});

/** What git wrote; undefined where it is no tar. */
export function treeOf(tar: Uint8Array): readonly Member[] | undefined {
  return readTar(tar)?.flatMap(({ path, kind, at, size, mode, link }): readonly Member[] => {
    if (kind === 'file') return [{ path, bytes: tar.subarray(at, at + size), isExecutable: (mode & 0o111) !== 0 }];
    return kind === 'link' ? [{ path, bytes: new Uint8Array(), link }] : [];
  });
}
