import type { Place } from './problem.ts';
import type { Target } from './claim.ts';

/** Where a unit's version is written; a plan edits it there and nowhere else. */
export type VersionSource =
  | { readonly is: 'written'; readonly at: Place } // in the manifest, or in a file that the manifest names
  | { readonly is: 'inherited'; readonly at: Place } // one place shared by all members that inherit it
  | { readonly is: 'of'; readonly target: Target; readonly at: Place } // another unit's: a wheel takes its crate's
  | { readonly is: 'tags' } // setuptools-scm, hatch-vcs: git tells
  | { readonly is: 'computed'; readonly why: string; readonly at?: Place }; // by code of the repository, which is never run

export interface Copy {
  readonly version: string;
  readonly at: Place;
}

/** One thing that ships, as its own ecosystem sees it. */
export interface Found {
  /** Unique within the survey; claims say `from` with it. Ids are given later, when all units are known. */
  readonly key: string;
  /** As written in the manifest. */
  readonly name: string;
  /** The folder, `.` for the workspace's own. */
  readonly root: string;
  readonly manifest: string;
  readonly version?: string;
  readonly versionSource?: VersionSource;
  /** Its version once more, where the build does not look for it but people and tools do: a setup.cfg beside a pyproject.toml. */
  readonly copies?: readonly Copy[];
  /** No registry takes it; `why` says what makes it so. */
  readonly private: boolean;
  readonly why?: string;
  /** As the manifest names them; empty is the ecosystem's usual one, if it has one. */
  readonly registries: readonly string[];
  /** Other words by which claims reach it: image references, program names. */
  readonly images?: readonly string[];
  readonly programs?: readonly string[];
  /** Files and folders outside of its own that it takes in; graph/ gathers them from its claims. */
  readonly consumes?: readonly string[];
  /** The manifest of the Cargo, uv or npm workspace that it is a member of. */
  readonly workspace?: string;
}

/** A found unit with its place in the whole: an id that is unique, and the project that holds it. */
export interface Unit extends Found {
  /** `cargo:parser`; `cargo:parser#crates/parser` where several share the name. */
  readonly id: string;
  readonly ecosystem: string;
  readonly project: string;
  /** The unit whose version this one takes. */
  readonly versionOf?: string;
}
