import type { z } from 'zod';
import type { Scaffold } from '../../model/scaffold.ts';
import type { World } from '../../model/world.ts';

/** One thing that a repository can be given. The bin and a generator of Nx ask it with the same options. */
export interface Scaffolder<Options extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly summary: string;
  readonly options: Options;
  /** Reads, and writes nothing: whoever asks decides what becomes of the files. */
  readonly scaffold: (options: z.infer<Options>, world: World) => Promise<Scaffold>;
}
