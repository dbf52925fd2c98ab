import type { ExecutorContext } from '@nx/devkit';
import { rehearse } from '../../verbs/rehearse/verb.ts';
import { runVerb } from '../run.ts';

export default function rehearseExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(rehearse, options, context);
}
