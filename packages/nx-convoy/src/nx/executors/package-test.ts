import type { ExecutorContext } from '@nx/devkit';
import { packageTest } from '../../verbs/package-test/verb.ts';
import { runVerb } from '../run.ts';

export default function packageTestExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(packageTest, options, context);
}
