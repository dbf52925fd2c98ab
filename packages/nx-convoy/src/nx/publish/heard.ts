import type { World } from '../../model/world.ts';

/** Units of a publish that goes on, with what has become of them by now. */
export type Heard = Parameters<NonNullable<World['heard']>>[0];
