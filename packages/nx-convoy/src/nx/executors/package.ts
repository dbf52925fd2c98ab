import type { ExecutorContext } from '@nx/devkit';
import { packaging } from '../../verbs/package/verb.ts';
import { runVerb } from '../run.ts';

export default function packageExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(packaging, options, context);
}
