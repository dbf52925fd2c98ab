import type { Artifact } from './delivery.ts';
import type { RunStep } from './packaging.ts';
import type { Released } from './registry.ts';
import type { Config } from './config.ts';
import type { Unit } from './unit.ts';

/** What an ecosystem is told when it says how a client uploads a file. */
export interface Delivering {
  readonly unit: Unit;
  readonly released: Released;
  /** As the manifest names the registry; absent: the usual one. */
  readonly word?: string;
  readonly artifact: Artifact;
  readonly config: Config;
  readonly timeoutMs: number;
}

/** Commands that upload. Credentials are named by the variable that the client reads them from, never told. */
export type RunSteps = readonly RunStep[];
