import type { ExecutorContext } from '@nx/devkit';
import { merge } from '../../verbs/merge/verb.ts';
import { runVerb } from '../run.ts';

export default function mergeExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(merge, options, context);
}
