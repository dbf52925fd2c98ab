import type { ExecutorContext } from '@nx/devkit';
import { tag } from '../../verbs/tag/verb.ts';
import { runVerb } from '../run.ts';

export default function tagExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(tag, options, context);
}
