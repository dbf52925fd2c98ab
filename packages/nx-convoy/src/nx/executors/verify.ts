import type { ExecutorContext } from '@nx/devkit';
import { verify } from '../../verbs/verify/verb.ts';
import { runVerb } from '../run.ts';

export default function verifyExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(verify, options, context);
}
