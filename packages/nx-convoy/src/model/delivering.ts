import type { Config } from './config.ts';
import type { Artifact } from './delivery.ts';
import type { RunStep } from './packaging.ts';
import type { Released, Sent } from './registry.ts';
import type { Unit } from './unit.ts';

/** What an ecosystem is told when it says how a client uploads a file. Folders are absolute: clients are told of them. */
export interface Delivering {
  readonly unit: Unit;
  readonly released: Released;
  /** As the manifest, or the options, name the registry; absent: the usual one. */
  readonly word?: string;
  readonly artifact: Artifact;
  /** The label under which it is offered beside its version: a dist-tag of npm. */
  readonly channel?: string;
  readonly config: Config;
  /** The top of the workspace. */
  readonly root: string;
  /** Stays between runs, for speed alone. */
  readonly cache: string;
  readonly timeoutMs: number;
}

/**
 * How a client uploads. Of a step's `secrets` each value names a part of the credential (`token`, `user`, `password`): whoever runs it fills
 * them in at the last moment.
 */
export interface Carrier {
  readonly steps: readonly CarrierStep[];
  /** What the step came to that failed, or the last one: by what the client said. */
  hear(end: CarrierEnd): Sent;
  /** What is tried in its place, where what it came to says that this address takes no uploads. */
  otherwise?(end: CarrierEnd): Carrier | undefined;
}

export type CarrierStep =
  | RunStep
  /** What the client has made anew must be what was recorded: nothing else is uploaded. */
  | { readonly do: 'match'; readonly file: string; readonly artifact: Artifact };

export interface CarrierEnd {
  readonly code: number;
  /** The end of what it said. */
  readonly said: string;
  readonly failed?: 'absent' | 'late';
  /** The step that sends: those before it have sent nothing. */
  readonly isLast: boolean;
  /** Milliseconds since 1970: some registries tell until when to wait. */
  readonly now: number;
}
