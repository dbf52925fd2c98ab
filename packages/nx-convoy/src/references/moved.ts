import type { Place } from '../model/problem.ts';
import type { Unit } from '../model/unit.ts';

/** A unit and the version that documents shall name from now on. */
export interface Moved {
  readonly unit: Unit;
  /** The versions that it leaves, canonical: what its manifest states, and its last releases. */
  readonly leaves: readonly string[];
  /** Canonical. */
  readonly to: string;
  /** As its registry writes it. */
  readonly spelling: string;
  /** The tags of the versions that it leaves, and the one that it gets. */
  readonly tags?: { readonly from: readonly string[]; readonly to: string };
}

/** A version that a text gives for something with a name: known by how it is written, before anybody asks whether that is a unit. */
export interface Mention {
  /** Where the version, the requirement or the tag stands. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly of: Named;
}

export type Named =
  /** By the name that its registry knows; of an image its reference without tag. */
  | { readonly ecosystem: string; readonly name: string }
  /** By a tag of the repository that has this address. */
  | { readonly repository: string }
  /** By the folder that the text lies in; `ecosystem` where the words tell one. */
  | { readonly here: true; readonly ecosystem?: string };

/** A piece of a file that becomes another. */
export interface Restated {
  readonly start: number;
  readonly end: number;
  readonly after: string;
  readonly why: string;
}

/** What looks like a reference and is left as it is, because it cannot be told. */
export interface Left {
  readonly unit: string;
  readonly at: Place;
  readonly text: string;
  readonly why: string;
}
