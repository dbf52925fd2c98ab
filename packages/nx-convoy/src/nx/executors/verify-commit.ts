import type { ExecutorContext } from '@nx/devkit';
import { verifyCommit } from '../../verbs/verify-commit/verb.ts';
import { runVerb } from '../run.ts';

export default function verifyCommitExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(verifyCommit, options, context);
}
