import { isThere, type Outcome } from '../../model/delivery.ts';
import type { Problem } from '../../model/problem.ts';
import { makeFiles } from './files.ts';
import { ladenOf, type Loading } from './load.ts';
import type { PublishOptions } from './options.ts';
import type { Prepared } from './prepare.ts';
import type { Fate } from './published.ts';
import type { Found, Laden } from './laden.ts';

export interface Reloaded {
  readonly laden: readonly Laden[];
  /** Of those that do not go. */
  readonly fates: ReadonlyMap<string, Outcome>;
}

/** Makes what can be made now that all rounds before this one are through: what they did not bring about blocks what is made of it. */
export async function loadLater(
  round: readonly Found[],
  before: ReadonlyMap<string, Fate>,
  { prepared, options, ...loading }: Loading & { readonly prepared: Prepared; readonly options: PublishOptions },
): Promise<Reloaded> {
  const fates = new Map<string, Outcome>();
  block(round, before, fates);
  const free = round.filter(({ due }) => !fates.has(due.unit));
  const { value, problems } = await makeFiles(free, options, { ...loading, prepared });
  const laden: Laden[] = [];
  const unmade = new Map<string, Problem>();
  for (const one of free) {
    const { unit } = one.due;
    const wrong = value.made.find((made) => made.unit === unit && !made.ok)?.problems.find(isError);
    const loaded = await ladenOf(one, prepared, options, loading);
    if (loaded.ok) laden.push(loaded.value);
    // What kept all of it from being made is nobody's own.
    else unmade.set(unit, wrong ?? problems.find(isError) ?? loaded.problems[0] ?? lost(unit));
  }
  // Of a chart whose image could not be made nothing is wrong but that.
  for (const one of free) {
    const { unit } = one.due;
    const problem = unmade.get(unit);
    const by = one.needs.find((need) => unmade.has(need));
    if (by !== undefined) fates.set(unit, { is: 'blocked', by });
    else if (problem !== undefined) fates.set(unit, { is: 'failed', problem });
  }
  block(free, before, fates);
  return { laden: laden.filter(({ ways: [way] }) => way !== undefined && !fates.has(way.going.unit.id)), fates };
}

/** Who needs what is not there, or is blocked itself: until nothing changes any more. */
function block(round: readonly Found[], before: ReadonlyMap<string, Fate>, fates: Map<string, Outcome>): void {
  const isLacking = (unit: string): boolean => {
    const fate = fates.get(unit) ?? before.get(unit);
    return fate !== undefined && fate.is !== 'would be published' && !isThere(fate);
  };
  for (let size = -1; size !== fates.size;) {
    size = fates.size;
    for (const { due, needs } of round) {
      const by = fates.has(due.unit) ? undefined : needs.find(isLacking);
      if (by !== undefined) fates.set(due.unit, { is: 'blocked', by });
    }
  }
}

const isError = ({ severity }: Problem): boolean => severity === 'error';

const lost = (unit: string): Problem => ({
  code: 'NO_FILES',
  severity: 'error',
  what: `There are no files of ${unit}.`,
  fix: `Make them, and publish again: nx-convoy package --installs --units=${unit}`,
});
