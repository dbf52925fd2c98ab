import type { ExecutorContext } from '@nx/devkit';
import { graph } from '../../verbs/graph/verb.ts';
import { runVerb } from '../run.ts';

export default function graphExecutor(options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  return runVerb(graph, options, context);
}
