import type { Problem } from './problem.ts';

/** What says that a version is to be published from here. */
export type DueBy = 'release commit' | 'merged release commit' | 'tag' | 'unreleased';

export interface DueUnit {
  readonly unit: string;
  readonly version: string;
  /** What it is built from. */
  readonly commit: string;
  readonly by: DueBy;
  /** One line for a person. */
  readonly why: string;
}

export interface NotDue {
  readonly unit: string;
  readonly version?: string;
  readonly why: string;
  /** No registry takes it: said, and no reason to worry. */
  readonly isPrivate?: boolean;
}

export interface Due {
  readonly due: readonly DueUnit[];
  readonly notDue: readonly NotDue[];
  /** Units of which only their registries can tell: to be asked for, and then once more from the start. */
  readonly asks: readonly { readonly unit: string; readonly version: string }[];
  readonly problems: readonly Problem[];
  /** One line why nothing is due; absent where something is, or may be. */
  readonly nothing?: string;
}
