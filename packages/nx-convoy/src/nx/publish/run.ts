import type { ExecutorContext } from '@nx/devkit';
import { diskWorld } from '../../shell/world.ts';
import { publish } from '../../verbs/publish/verb.ts';
import { named, projectsOf } from '../run.ts';

type Options = ReturnType<typeof publish.options.parse>;

/** Options of a task as Nx gives them, read as those of the verb. */
export const optionsOf = (options: object): Options => publish.options.parse(named(options, publish));

/** Publishes once, for one task or for many: what they ask for together. */
export function publishUnits(options: Options, context: ExecutorContext): ReturnType<typeof publish.run> {
  return publish.run(options, diskWorld(context.root, projectsOf(context)));
}

/** A task whose answer Nx remembers would say `published` of what was never sent. */
export function cachedTasks(names: readonly string[], { projectsConfigurations }: ExecutorContext): readonly string[] {
  return names.filter((id) => {
    const [project = '', target = ''] = id.split(':');
    return projectsConfigurations.projects[project]?.targets?.[target]?.cache === true;
  });
}

export const remembered = (tasks: readonly string[]): string =>
  `error PUBLISH_CACHED\n  ${tasks.join(', ')} ${tasks.length === 1 ? 'has' : 'have'} "cache": true: Nx would answer from its memory in place of publishing.\n  Fix: take "cache": true from these targets, or from targetDefaults in nx.json.\n`;
