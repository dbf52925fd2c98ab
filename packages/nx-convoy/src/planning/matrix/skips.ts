import picomatch from 'picomatch';
import type { Skip } from '../../model/matrix.ts';

export interface Cell {
  readonly platform: string;
  /** As people write it: `3.12`. */
  readonly python?: string;
}

/** Why something is left out, if it is; what is not to be built is not tried either. */
export function whySkipped(
  skips: readonly Skip[] = [],
  { platform, python }: Cell,
  what: 'build' | 'test',
): string | undefined {
  const fits = (glob: string | undefined, word: string | undefined): boolean =>
    glob === undefined || (word !== undefined && picomatch.isMatch(word, glob));
  return skips.find(
    (skip) =>
      (what === 'test' || skip.only === undefined) &&
      fits(skip.platform, platform) &&
      fits(skip.interpreter, python === undefined ? undefined : interpreterOf(python)),
  )?.why;
}

/** `3.14t` is `cp314t`. */
export const interpreterOf = (python: string): string => `cp${python.replace('.', '')}`;

/** `cp314t` is `3.14t`. */
export const pythonOf = (interpreter: string): string => interpreter.replace(/^cp3/, '3.');
