import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import type { PublishedUnit } from '../../verbs/publish/published.ts';
import { cachedTasks, optionsOf, publishUnits, remembered } from '../publish/run.ts';

interface TaskResult {
  readonly success: boolean;
  /** Tasks that did not run because others failed: Nx counts them apart. */
  readonly status?: 'skipped';
  readonly terminalOutput: string;
}

/**
 * All tasks of a run as one publish: it orders them itself, by units, and as many at a time as registries bear. A throw would paint tasks that
 * are done as failed, so what goes wrong is told by each task.
 */
export default async function publishBatch(
  { tasks }: TaskGraph,
  inputs: Readonly<Record<string, object>>,
  _overrides: unknown,
  context: ExecutorContext,
): Promise<Readonly<Record<string, TaskResult>>> {
  const ids = Object.keys(tasks);
  const cached = cachedTasks(ids, context);
  if (cached.length > 0) return each(ids, { success: false, terminalOutput: remembered(cached) });
  const options = new Map(ids.map((id) => [id, optionsOf(inputs[id] ?? {})] as const));
  const all = [...options.values()];
  const [first] = all;
  if (first === undefined) return {};
  const units = [...new Set(all.flatMap((one) => one.units ?? []))];
  // Of a run with one dry task nothing is sent, and approved is only what all of them approve.
  const together = {
    ...first,
    units,
    dryRun: all.some(({ dryRun }) => dryRun),
    yes: all.every(({ yes }) => yes),
  };
  try {
    const { text, ok, value } = await publishUnits(together, context);
    process.stdout.write(text);
    const fates = new Map(value.units.map((one) => [one.unit, one]));
    return Object.fromEntries(ids.map((id) => [id, resultOf(options.get(id)?.units ?? [], fates, ok)]));
  } catch (error) {
    return each(ids, { success: false, terminalOutput: error instanceof Error ? (error.stack ?? '') : String(error) });
  }
}

const each = (ids: readonly string[], result: TaskResult): Readonly<Record<string, TaskResult>> =>
  Object.fromEntries(ids.map((id) => [id, result]));

function resultOf(units: readonly string[], fates: ReadonlyMap<string, PublishedUnit>, isGood: boolean): TaskResult {
  const own = units.flatMap((unit) => fates.get(unit) ?? []);
  const terminalOutput = own.map(({ unit, fate }) => `${unit} ${fate.is}\n`).join('');
  // Nothing is known of what was stopped before it began; and what is not due is well where all is.
  if (own.length === 0) return { success: isGood || fates.size > 0, terminalOutput };
  const isBad = own.some(({ fate }) => ['failed', 'unknown', 'pending'].includes(fate.is));
  const isBlocked = !isBad && own.some(({ fate }) => fate.is === 'blocked');
  return { success: !isBad && !isBlocked, terminalOutput, ...(isBlocked ? { status: 'skipped' as const } : {}) };
}
