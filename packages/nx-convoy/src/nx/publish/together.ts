import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Options, PublishTask } from './tasks.ts';

/** What one publish is asked for that does the work of many tasks. */
export function together(tasks: readonly PublishTask[]): Result<Options> {
  const [first, ...others] = tasks;
  if (first === undefined) throw new Error('nothing to publish');
  const odd = others.find((one) => kindOf(one) !== kindOf(first));
  if (odd !== undefined) return fail(differ(first, odd));
  const all = tasks.map(({ options }) => options);
  return ok({
    ...first.options,
    units: [...new Set(all.flatMap(({ units = [] }) => units))],
    retry: [...new Set(all.flatMap(({ retry = [] }) => retry))],
    // Of a run with one dry task nothing is sent, and approved is only what all of them approve.
    dryRun: all.some(({ dryRun }) => dryRun),
    yes: all.every(({ yes }) => yes),
    patience: Math.max(...all.map(({ patience }) => patience)),
    timeout: Math.max(...all.map(({ timeout }) => timeout)),
  });
}

/** What tasks must agree on to be published as one. */
export const kindOf = ({ options: { unreleased, plan, out } }: PublishTask): string =>
  JSON.stringify([unreleased, plan, out]);

const differ = (one: PublishTask, other: PublishTask): Problem => ({
  code: 'OPTIONS_DIFFER',
  severity: 'error',
  what: `${one.id} and ${other.id} are published together, and say different things of "unreleased", "plan" or "out".`,
  fix: 'Say them for all, under targetDefaults["nx-convoy:publish"].options in nx.json; or publish these tasks one after the other.',
});
