import picomatch from 'picomatch';
import { isWithin } from '../../paths/inside.ts';

export interface Found {
  /** From the top of the workspace. */
  readonly file: string;
  /** In the archive. */
  readonly path: string;
}

/** The folder above the first wildcard; all below it is found, and keeps its path from there. */
export const baseOf = (glob: string): string => {
  const { base, isGlob } = picomatch.scan(glob);
  const folder = isGlob ? base : base.includes('/') ? base.slice(0, base.lastIndexOf('/')) : '';
  return folder === '' ? '.' : folder.replace(/\/$/, '');
};

/** What a glob finds among files. `results/**` gives what is in results, `LICENSE*` what stands at the top, `a/README.md` that file. */
export function found(glob: string, files: readonly string[]): readonly Found[] {
  const matches = picomatch(glob, { dot: true });
  const base = baseOf(glob);
  return files
    .filter((file) => isWithin(file, base) && matches(file))
    .map((file) => ({ file, path: base === '.' ? file : file.slice(base.length + 1) }));
}

/** Relative to the top of the workspace, and inside of it. */
export const isInside = (glob: string): boolean =>
  !/^(?:[/\\]|[a-z]:)/i.test(glob) && !glob.split(/[\\/]/).includes('..');
