import type { EdgeKind, Pin } from './claim.ts';
import type { Ignored } from './ecosystem.ts';
import type { Place, Problem } from './problem.ts';
import type { Unit } from './unit.ts';

export interface Requirement {
  readonly range: string;
  readonly at: Place;
}

/** `from` needs `to`. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly file: string;
  readonly line: number;
  readonly range?: string;
  /** Every place that writes a requirement for this need: plain, per target, or inherited from a shared table. */
  readonly requirements: readonly Requirement[];
  readonly pins?: readonly Pin[];
  /** Whether `to` must be out before `from` can be. */
  readonly orders: boolean;
  /** `from` is made with the packaged files of `to`. */
  readonly isMade?: boolean;
  /** In a ring it does not count. */
  readonly givesWay?: boolean;
}

export interface Graph {
  readonly units: readonly Unit[];
  readonly edges: readonly Edge[];
  /** Ids of all that a registry takes, each after what it needs. */
  readonly publishOrder: readonly string[];
  readonly ignored: readonly Ignored[];
  readonly problems: readonly Problem[];
}
