import { readArguments } from '../../packages/nx-convoy/src/cli/arguments.ts';
import type { Plan } from '../../packages/nx-convoy/src/model/plan.ts';
import type { World } from '../../packages/nx-convoy/src/model/world.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';
import { plan } from '../../packages/nx-convoy/src/verbs/plan/verb.ts';
import type { Report } from '../../packages/nx-convoy/src/verbs/verb.ts';

/** What the verb says of a folder, from the sources and without a process of its own: for long tables, and for odd worlds. */
export function reportIn(
  folder: string,
  args: readonly string[] = [],
  odd: (world: World) => World = (world) => world,
): Promise<Report<Plan>> {
  const options = readArguments(plan, args);
  if (!options.ok) throw new Error(options.problems.map(({ what }) => what).join(' '));
  return plan.run(plan.options.parse(options.value), odd(diskWorld(folder)));
}

export const planIn = async (...asked: Parameters<typeof reportIn>): Promise<Plan> => (await reportIn(...asked)).value;
