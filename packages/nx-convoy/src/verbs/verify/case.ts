import type { Config } from '../../model/config.ts';
import type { Hands } from '../../model/hands.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { World } from '../../model/world.ts';
import type { Destination } from '../gathering/destinations.ts';
import type { VerifyOptions } from './options.ts';
import type { Patience } from './seen.ts';
import type { Wanted } from './select.ts';

/** One version of a unit at one of its registries. */
export interface Case extends Wanted, Destination {
  /** The version to come from, as its registry writes it. */
  readonly previous?: string;
}

export interface Scene {
  readonly world: World & { readonly hands: Hands };
  readonly options: VerifyOptions;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly patience: Patience;
}
