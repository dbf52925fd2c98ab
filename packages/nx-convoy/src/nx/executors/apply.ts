import type { ExecutorContext } from '@nx/devkit';
import { apply } from '../../verbs/apply/verb.ts';
import { runVerb } from '../run.ts';

export default function applyExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(apply, options, context);
}
