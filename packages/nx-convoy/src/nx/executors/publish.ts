import type { ExecutorContext } from '@nx/devkit';
import { cachedTasks, optionsOf, publishUnits, remembered } from '../publish/run.ts';

export default async function publishExecutor(
  options: object,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const cached = cachedTasks([`${context.projectName ?? ''}:${context.targetName ?? ''}`], context);
  if (cached.length > 0) {
    process.stdout.write(remembered(cached));
    return { success: false };
  }
  const { text, ok } = await publishUnits(optionsOf(options), context);
  process.stdout.write(text);
  return { success: ok };
}
