import type { ExecutorContext } from '@nx/devkit';
import { sync } from '../../verbs/sync/verb.ts';
import { runVerb } from '../run.ts';

export default function syncExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(sync, options, context);
}
