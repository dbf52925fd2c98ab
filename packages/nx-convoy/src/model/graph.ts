import type { EdgeKind } from './claim.ts';
import type { Ignored } from './ecosystem.ts';
import type { Problem } from './problem.ts';
import type { Unit } from './unit.ts';

/** `from` needs `to`. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly file: string;
  readonly line: number;
  readonly range?: string;
  /** Whether `to` must be out before `from` can be. */
  readonly orders: boolean;
}

export interface Graph {
  readonly units: readonly Unit[];
  readonly edges: readonly Edge[];
  /** Ids of all that a registry takes, each after what it needs. */
  readonly publishOrder: readonly string[];
  readonly ignored: readonly Ignored[];
  readonly problems: readonly Problem[];
}
