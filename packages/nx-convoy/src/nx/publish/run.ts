import type { ExecutorContext } from '@nx/devkit';
import type { Hands } from '../../model/hands.ts';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { diskWorld } from '../../shell/world.ts';
import { publish } from '../../verbs/publish/verb.ts';
import { projectsOf } from '../run.ts';
import type { Heard } from './heard.ts';
import { withBail } from './bail.ts';
import { releasePublish, variables } from './environment.ts';
import type { Options, PublishTask } from './tasks.ts';

/** Publishes once, for one task or for many: what they ask for together. */
export async function publishUnits(
  options: Options,
  context: ExecutorContext,
  heard: (rows: Heard) => void = () => undefined,
): Promise<Awaited<ReturnType<typeof publish.run>>> {
  const world = diskWorld(context.root, projectsOf(context));
  const { hands } = world;
  if (hands === undefined) throw new Error('a world on a disk has hands');
  const isBail = process.env[variables.bail] === 'true';
  process.on('disconnect', endInOrder);
  try {
    return await publish.run(options, isBail ? bailing({ ...world, heard }, hands) : { ...world, heard });
  } finally {
    process.off('disconnect', endInOrder);
  }
}

/**
 * A process that Nx leaves behind, because it was killed or does not wait, would go on to publish where nobody sees it: it ends as if Nx had
 * asked it to.
 */
const endInOrder = (): void => void process.kill(process.pid, 'SIGTERM');

function bailing(world: World, hands: Hands): World {
  const bail = withBail(hands);
  return {
    ...world,
    hands: bail.hands,
    heard(rows) {
      world.heard?.(rows);
      bail.look(rows);
    },
  };
}

/** What was typed is `nx release publish`: so say the process that started this one, and the tasks that it was started with. */
export const isApproved = (tasks: ReadonlyMap<string, PublishTask>): boolean =>
  process.env[variables.approved] === releasePublish && [...tasks.values()].some(isOfRelease);

/** What of the others may go as well where it is needed: of a release that was not cut down, all. */
export function alongOf(tasks: readonly PublishTask[], { projectGraph }: ExecutorContext): readonly string[] {
  const isWhole = process.env[variables.whole] === 'true' && process.env[variables.approved] === releasePublish;
  if (!isWhole || !tasks.some(isOfRelease)) return tasks.flatMap(({ options }) => options.units ?? []);
  return Object.values(projectGraph.nodes).flatMap(({ data }) => unitsIn(data.metadata));
}

/** As createNodes has written them down. */
function unitsIn(metadata: unknown): readonly string[] {
  const { convoy } = (metadata ?? {}) as { readonly convoy?: { readonly units: readonly { readonly id: string }[] } };
  return convoy?.units.map(({ id }) => id) ?? [];
}

export const isOfRelease = ({ target }: PublishTask): boolean => target.target === 'nx-release-publish';

/** What stands against all of a run before anything is looked at. */
export function refusals(tasks: readonly PublishTask[]): readonly Problem[] {
  const remembered = tasks.filter(({ isCached }) => isCached);
  const problems = new Map(tasks.flatMap((task) => task.problems).map((problem) => [problem.what, problem]));
  return [...(remembered.length === 0 ? [] : [cached(remembered)]), ...problems.values()];
}

/** A task whose answer Nx remembers would say `published` of what was never sent. */
const cached = (tasks: readonly PublishTask[]): Problem => ({
  code: 'PUBLISH_CACHED',
  severity: 'error',
  what: `${tasks.map(({ id }) => id).join(', ')} ${tasks.length === 1 ? 'has' : 'have'} "cache": true: Nx would answer from its memory in place of publishing.`,
  fix: 'Take "cache": true from these targets, or from targetDefaults in nx.json.',
});
