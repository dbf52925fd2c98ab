import type { Delivery, Outcome } from './delivery.ts';
import type { Registry } from './registry.ts';

/** All that one publish delivers, and what must be there before what. */
export interface Shipment {
  readonly units: readonly ShippedUnit[];
  /** Only needs that order; what is needed and not in the shipment was there before. */
  readonly needs: readonly Need[];
}

export interface ShippedUnit {
  readonly id: string;
  /** None for what no registry takes. */
  readonly deliveries: readonly Delivery[];
}

/** `from` needs `to`. */
export interface Need {
  readonly from: string;
  readonly to: string;
}

/** What a registry takes: so many at once, then one more every so often. */
export interface Pace {
  readonly burst: number;
  readonly everyMs: number;
  /** So many within any such time, instead: none comes back before the first of them is that old. */
  readonly isWindow?: true;
}

/** How much is done at the same time. */
export interface Limits {
  readonly uploads: number;
  readonly asks: number;
  /** What one registry bears beside; a pace is kept before the registry asks for it. */
  at?(registry: Registry): {
    readonly uploads?: number;
    readonly asks?: number;
    readonly names?: Pace;
    readonly versions?: Pace;
  };
}

export type Work = 'ask' | 'compare' | 'upload' | 'bury';

/** What to begin now, what to wait for, and what has become of the rest. */
export interface Next {
  readonly start: readonly Begun[];
  readonly waits: readonly Waiting[];
  /** When to look again if nothing comes back before; absent: something will, or all is done. */
  readonly until?: number;
  readonly isFinished: boolean;
  /** By id of the delivery, and of the unit. */
  readonly deliveries: ReadonlyMap<string, Outcome>;
  readonly units: ReadonlyMap<string, Outcome>;
}

export interface Begun {
  readonly delivery: Delivery;
  readonly work: Work;
  /** An upload that makes a new name there: the journal notes it. */
  readonly isNewName?: true;
}

export interface Waiting {
  readonly delivery: Delivery;
  readonly why: string;
  readonly until?: number;
}
