import type { z } from 'zod';
import type { Plan } from '../../packages/nx-convoy/src/model/plan.ts';
import type { World } from '../../packages/nx-convoy/src/model/world.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';
import { planOptions } from '../../packages/nx-convoy/src/verbs/plan/options.ts';
import { plan } from '../../packages/nx-convoy/src/verbs/plan/verb.ts';

/** The plan of a folder, from the sources and without a process of its own: for long tables, and for worlds that are a little odd. */
export async function planIn(
  folder: string,
  options: z.input<typeof planOptions> = {},
  odd: (world: World) => World = (world) => world,
): Promise<Plan> {
  return (await plan.run(planOptions.parse(options), odd(diskWorld(folder)))).value;
}
