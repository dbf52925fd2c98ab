import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Snapshot } from '../../model/snapshot.ts';

export const forges = ['github', 'gitlab'] as const;
export type ForgeName = (typeof forges)[number];

export const triggers = ['dispatch', 'push', 'tag', 'release', 'schedule'] as const;
export type Trigger = (typeof triggers)[number];

/** What a user chose; it stands in the files themselves, so that they can be made again. */
export interface Wishes {
  readonly on: readonly Trigger[];
  readonly branch: string;
  /** When, where `on` has `schedule`. */
  readonly cron: string;
  /** The environment that publishing waits for. */
  readonly environment: string;
  /** Days for which artifacts are kept. */
  readonly keep: number;
}

/** A registry that units go to, and what opens it for a job of CI. */
export interface Door {
  readonly host: string;
  readonly protocol: string;
  /** It believes jobs of CI: what its proof is called in GitLab, and whom it is meant for. */
  readonly trusts?: { readonly variable: string; readonly audience: string };
  /** The forge whose own jobs are let in by what they have already. */
  readonly ownOf?: ForgeName;
  /** Variables that hold what else lets somebody in; where it believes jobs they are for the first version of a new name. */
  readonly secrets: readonly string[];
}

/** All that decides what the files say. */
export interface Ground {
  readonly repo: Snapshot;
  readonly graph: Graph;
  readonly config: Config;
  readonly doors: readonly Door[];
  /** This tool's own version, for repositories that install it nowhere. */
  readonly tool: string;
}
