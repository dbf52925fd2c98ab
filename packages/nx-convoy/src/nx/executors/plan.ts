import type { ExecutorContext } from '@nx/devkit';
import { plan } from '../../verbs/plan/verb.ts';
import { runVerb } from '../run.ts';

export default function planExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(plan, options, context);
}
