import type { z } from 'zod';
import type { Problem } from '../model/problem.ts';
import type { World } from '../model/world.ts';

/** What a verb says: a value for machines, words for people, and whether all went well. */
export interface Report<R> {
  readonly value: R;
  readonly text: string;
  readonly problems: readonly Problem[];
  readonly ok: boolean;
  /** An exit code that means something else than right or wrong, where it was asked for. */
  readonly code?: number;
}

/**
 * One thing that a user can ask for, with the same options for the bin and for Nx. Help, the executor's schema and the reference
 * page are made from `options`.
 */
export interface Verb<Options extends z.ZodObject = z.ZodObject, R = unknown> {
  readonly name: string;
  readonly summary: string;
  readonly options: Options;
  /** The option that the bin also takes without its name; Nx takes none so. */
  readonly positional?: string;
  run(options: z.infer<Options>, world: World): Promise<Report<R>>;
}
