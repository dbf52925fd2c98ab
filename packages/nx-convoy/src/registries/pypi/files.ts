import { isSameVersion } from '../../versions/pep440.ts';

/** PEP 503: runs of `-`, `_` and `.` are one dash, letters are small. */
export const normalise = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** Whether a file of a project is of a version. File names escape the version's dashes; a wheel's name has it as its second part. */
export function isOfVersion(file: string, project: string, version: string): boolean {
  const written = /\.whl$/.test(file) ? file.split('-')[1] : sourceVersion(file, project);
  return written !== undefined && isSameVersion(written.replaceAll('_', '-'), version);
}

/** `harbor_sdk-1.0.tar.gz`: old files have the name as its author wrote it, with dashes of its own. */
function sourceVersion(file: string, project: string): string | undefined {
  const stem = /^(.+?)(?:\.tar\.(?:gz|bz2|xz|Z)|\.tgz|\.tar|\.zip|\.egg|\.exe|\.msi|\.rpm|\.deb)$/i.exec(file)?.[1];
  if (stem === undefined) return undefined;
  const wanted = normalise(project);
  for (let at = stem.indexOf('-'); at >= 0; at = stem.indexOf('-', at + 1)) {
    if (normalise(stem.slice(0, at)) === wanted) {
      // Binary forms of the past have Python's version or a platform behind it: `-py2.7`, `.win-amd64`.
      const rest = stem.slice(at + 1);
      return /\.(egg|exe|msi)$/i.test(file) ? rest.replace(/(?:-py\d|\.(?:win|linux|macosx)).*$/, '') : rest;
    }
  }
  return undefined;
}
