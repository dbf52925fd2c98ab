import type { ExecutorContext } from '@nx/devkit';
import { replay } from '../../verbs/replay/verb.ts';
import { runVerb } from '../run.ts';

export default function replayExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(replay, options, context);
}
