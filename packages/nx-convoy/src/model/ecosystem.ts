import type { Claim } from './claim.ts';
import type { Config } from './config.ts';
import type { Problem, Result } from './problem.ts';
import type { Snapshot } from './snapshot.ts';
import type { Found } from './unit.ts';

/** A manifest that is no unit, with the reason a person can check. */
export interface Ignored {
  readonly file: string;
  readonly why: string;
}

export interface Survey {
  readonly units: readonly Found[];
  readonly claims: readonly Claim[];
  readonly ignored: readonly Ignored[];
  readonly problems: readonly Problem[];
}

/** One kind of thing that ships. It reads text and gives data: it never runs, writes or fetches. */
export interface Ecosystem {
  readonly id: string;
  /** Flat globs of the manifests: Nx 22.7 cannot read nested braces. */
  readonly globs: readonly string[];
  /** The whole repository at once. */
  survey(repo: Snapshot, config: Config): Survey;
  /** One spelling for names that its registry takes as the same (PEP 503); absent where names are exact. */
  normalise?(name: string): string;
  /** A version as its registry writes it. */
  spell(version: string): Result<string>;
  /** Whether a requirement accepts a version; undefined where the range is not one. */
  admits(range: string, version: string): boolean | undefined;
}
