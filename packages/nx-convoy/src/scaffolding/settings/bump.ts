import type { Config } from '../../model/config.ts';
import { defaultRule, type BumpRule } from '../../planning/rules/rule.ts';
import type { Setting, Settled } from './settled.ts';
import { count, percent } from './versioning.ts';

/** How well rules explain the past. */
export interface Explained {
  readonly steps: number;
  readonly best: BumpRule;
  readonly equal: number;
  /** By the rule that is in force without any setting. */
  readonly usual: number;
}

/** Fewer say nothing: almost every rule explains them. */
const enough = 5;

/** The rule that explains most past releases, where it is another than the usual one. */
export function settleBump(config: Config, explained: Explained | undefined): Settled {
  if (isSaid(config)) return { settings: [], choices: [{ what: 'bump rule', why: 'as it is configured' }] };
  if (explained === undefined) return usual('no past release was looked at');
  const { steps, best, equal, usual: ours } = explained;
  const told = `explains ${percent(equal, steps)} of ${count(steps, 'past release')} (${equal})`;
  if (steps < enough)
    return usual(
      steps === 0 ? 'no release came after another one yet' : `${count(steps, 'past release')} tell too little`,
    );
  if (equal === ours) return usual(`${told}, and no other rule explains more`);
  return {
    settings: settingsOf(best),
    choices: [
      { what: `bump rule ${wordsOf(best)}`, why: `it ${told}; the usual one ${percent(ours, steps)} (${ours})` },
    ],
  };
}

const usual = (why: string): Settled => ({
  settings: [],
  choices: [{ what: `bump rule ${wordsOf(defaultRule)}, the usual one`, why }],
});

const wordsOf = ({ zero, patch, dependents }: BumpRule): string => `${zero}, ${patch}, ${dependents}`;

const isSaid = ({ bump, release }: Config): boolean =>
  bump !== undefined ||
  [release, ...Object.values(release?.groups ?? {})].some(
    (one) =>
      one?.version?.adjustSemverBumpsForZeroMajorVersion !== undefined || one?.version?.updateDependents !== undefined,
  );

/** In Nx's words where it has one for the same, so that nx release does likewise. */
function settingsOf({ zero, patch, dependents }: BumpRule): readonly Setting[] {
  const settings: Setting[] = [];
  const put = (part: Setting['part'], path: Setting['path'], value: unknown): void =>
    void settings.push({ part, path, value });
  if (zero === 'plain') put('release', ['version', 'adjustSemverBumpsForZeroMajorVersion'], false);
  else if (zero !== defaultRule.zero) put('options', ['bump', 'zero'], zero);
  if (patch !== defaultRule.patch) put('options', ['bump', 'patch'], patch);
  if (dependents === 'own') put('release', ['version', 'updateDependents'], 'never');
  else if (dependents !== defaultRule.dependents) put('options', ['bump', 'dependents'], dependents);
  return settings;
}
