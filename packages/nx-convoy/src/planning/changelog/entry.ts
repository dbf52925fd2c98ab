import type { Kind } from './kinds.ts';

/** One thing to tell. */
export interface Item {
  /** One line, without the bullet. */
  readonly text: string;
  /** Lines below it, such as what a breaking change asks of users. */
  readonly more: readonly string[];
  /** By which others may have told of it: `#12`, ids of commits. */
  readonly references: readonly string[];
}

export interface Section {
  /** Absent for a section that only this repository has. */
  readonly kind?: Kind;
  /** As configured; a file that has its own word for the kind keeps that. */
  readonly title: string;
  readonly isTitleSaid: boolean;
  readonly items: readonly Item[];
}

export interface Entry {
  readonly sections: readonly Section[];
  /** What stands there if nothing else does; absent: nothing at all. */
  readonly otherwise?: string;
}
