import type { ExecutorContext } from '@nx/devkit';
import { publish } from '../../verbs/publish/verb.ts';
import { runVerb } from '../run.ts';

export default function publishExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(publish, options, context);
}
