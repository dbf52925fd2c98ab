import type { DueUnit, NotDue } from '../model/due.ts';
import type { Problem } from '../model/problem.ts';
import type { Presence } from '../model/registry.ts';
import type { Unit } from '../model/unit.ts';
import type { Release } from '../planning/tags/families.ts';

/** A commit, and what its trailers say is released by it. */
export interface Saying {
  readonly commit: string;
  readonly units: readonly { readonly id: string; readonly version: string }[];
}

/** All that tells what is due. A clone of depth 1 has it: HEAD, its message, and the tags that stand on it. */
export interface Standing {
  readonly head: Saying;
  /** HEAD follows a release and prepares what comes next. */
  readonly isAfter?: boolean;
  /** Of a merge only: what was merged, and what it was merged into. */
  readonly parents: readonly Saying[];
  readonly units: readonly Unit[];
  /** By unit, as far as this clone knows. */
  readonly releases: ReadonlyMap<string, readonly Release[]>;
  /** Why versions are looked for that no commit and no tag names: a release branch, or a wish; absent: they are not. */
  readonly unreleased?: string;
  /** Of those that were asked for, one answer for each of its registries. */
  readonly answers?: ReadonlyMap<string, readonly Presence[]>;
}

/** What is found of one unit. */
export type Found =
  | { readonly due: DueUnit }
  | { readonly not: NotDue; readonly problem?: Problem }
  | { readonly ask: { readonly unit: string; readonly version: string } };
