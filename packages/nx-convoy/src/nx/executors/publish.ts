import type { ExecutorContext } from '@nx/devkit';
import { tellProblems } from '../../verbs/words/problems.ts';
import { alongOf, isApproved, publishUnits, refusals } from '../publish/run.ts';
import { publishTasks, readOptions, type PublishTask } from '../publish/tasks.ts';
import { kindOf } from '../publish/together.ts';

/**
 * One task, in a process of its own. Nx starts it after what it needs, unless the workspace says otherwise: so it takes with it what it needs
 * of the other tasks of this run, in order, and whoever comes second finds it there.
 */
export default async function publishExecutor(
  options: object,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const tasks = publishTasks(context);
  const id = [context.projectName, context.targetName, context.configurationName].filter(Boolean).join(':');
  const task = tasks.get(id) ?? alone(id, options);
  const problems = refusals([task]);
  if (problems.length > 0) {
    process.stdout.write(tellProblems(problems));
    return { success: false };
  }
  const all = [...tasks.values()];
  const allied = all.filter((one) => kindOf(one) === kindOf(task) && (one.options.yes || !task.options.yes));
  const { text, ok } = await publishUnits(
    {
      ...task.options,
      along: [...alongOf(allied, context)],
      dryRun: all.some((one) => one.options.dryRun) || task.options.dryRun,
      yes: task.options.yes || isApproved(tasks),
    },
    context,
  );
  process.stdout.write(text);
  return { success: ok };
}

/** Somebody started the executor by hand, without a graph of tasks. */
function alone(id: string, options: object): PublishTask {
  const [project = '', target = ''] = id.split(':');
  return { id, target: { project, target }, isCached: false, ...readOptions(options) };
}
