import type { Outcome } from '../../model/delivery.ts';
import type { NotDue } from '../../model/due.ts';

/** What became of a unit; a dry run tells what would have. */
export type Fate = Outcome | { readonly is: 'would be published'; readonly because: string };

export interface PublishedUnit {
  readonly unit: string;
  readonly version: string;
  readonly registries: readonly string[];
  readonly fate: Fate;
}

export interface Published {
  readonly plan: string;
  readonly commit: string;
  readonly units: readonly PublishedUnit[];
  readonly notDue: readonly NotDue[];
  /** One line why nothing is due. */
  readonly nothing?: string;
  readonly isDry: boolean;
  /** Somebody ended it. */
  readonly isStopped?: boolean;
}

export const isFine = ({ fate }: PublishedUnit): boolean =>
  fate.is === 'published' || fate.is === 'skipped' || fate.is === 'would be published';
