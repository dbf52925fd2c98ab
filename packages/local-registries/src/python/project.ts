import type { Kind } from './file-name.ts';
import { releaseOf } from './version.ts';

/** A project that has files here. */
export interface Project {
  /** As its newest upload spells it. */
  readonly name: string;
  readonly owners: readonly string[];
  /** In the order of publishing. */
  readonly files: readonly Distribution[];
  /** Names of files that were deleted: they are never free again. */
  readonly gone: readonly string[];
  /** Why a release was taken back, by the release; an empty reason is one too. */
  readonly yanked: Readonly<Record<string, string>>;
}

/** One file, with all that indexes say about it. */
export interface Distribution {
  readonly file: string;
  readonly version: string;
  readonly kind: Kind;
  readonly python: string;
  readonly size?: number;
  /** By the algorithm; those of a source may lack any. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly uploaded?: string;
  readonly requiresPython?: string;
  /** The SHA-256 of its METADATA; `true` where it is there and nobody tells its digest. */
  readonly metadata?: string | true;
  readonly yanked?: string | true;
  /** Who published it, with which signed statements. */
  readonly provenance?: unknown;
  /** Core metadata for people, field by field. */
  readonly about?: Readonly<Record<string, readonly string[]>>;
  /** Where a source has it. */
  readonly url?: string;
}

/** What an index tells about a file, where its release may have been taken back since. */
export function shownFile({ yanked }: Pick<Project, 'yanked'>, one: Distribution): Distribution {
  const reason = Object.hasOwn(yanked, releaseOf(one.version)) ? yanked[releaseOf(one.version)] : undefined;
  return reason === undefined ? one : { ...one, yanked: reason === '' ? true : reason };
}
