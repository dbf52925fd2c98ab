import type { Delivery, Outcome } from '../model/delivery.ts';
import type { Owner } from '../model/journal.ts';
import type { BackOff } from './clock.ts';
import type { DeliveryState } from './state.ts';

/** How patient a run is. Times are in milliseconds. */
export interface Policy {
  /** resume: what failed is tried again, in this run and by the next one. decision: not before a person says so. */
  readonly retry: 'resume' | 'decision';
  /** Attempts of one run that may fail, those apart that the registry only put off. */
  readonly attempts: number;
  /** How often it may put them off. */
  readonly putOffs: number;
  /** Answers in a row that say nothing. */
  readonly silences: number;
  readonly backOff: BackOff;
  /** Between two looks for what was uploaded. */
  readonly poll: BackOff;
  /** How long a registry may take to show what it accepted: an absence before that says nothing after a reply that was lost. */
  readonly settleMs: number;
  /** How long to look for what it said it has. */
  readonly patienceMs: number;
  /** An absence that is older is asked for once more before anything goes up: some registries let tags be written over. */
  readonly freshMs: number;
  /** How long somebody else may take for an upload that has begun. */
  readonly ownerMs: number;
}

export const usualPolicy: Policy = {
  retry: 'resume',
  attempts: 4,
  putOffs: 100,
  silences: 5,
  backOff: { firstMs: 2_000, mostMs: 60_000 },
  poll: { firstMs: 1_000, mostMs: 15_000 },
  settleMs: 60_000,
  patienceMs: 300_000,
  freshMs: 60_000,
  ownerMs: 1_800_000,
};

export interface Circumstances {
  readonly run: string;
  /** By the journal's clock. */
  readonly now: number;
  /** Whether a process that uploads lives, it or a child of it; undefined where nobody here can tell, as on another machine. */
  readonly isAlive: (owner: Owner) => boolean | undefined;
  readonly policy: Policy;
}

export type Decision =
  | { readonly do: 'ask' | 'compare' | 'upload' }
  /** Write down that the last attempt's owner is dead. */
  | { readonly do: 'bury' }
  | { readonly do: 'wait'; readonly until: number; readonly why: string }
  | { readonly do: 'rest'; readonly outcome: Outcome };

export const rest = (outcome: Outcome): Decision => ({ do: 'rest', outcome });
export const wait = (until: number, why: string): Decision => ({ do: 'wait', until, why });

/** One delivery and what is known of it. */
export interface Known {
  readonly delivery: Delivery;
  readonly state: DeliveryState;
}
