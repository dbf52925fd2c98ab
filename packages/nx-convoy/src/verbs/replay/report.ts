import type { Problem } from '../../model/problem.ts';
import type { BumpRule } from '../../planning/rules/rule.ts';
import { columns, count } from '../words/columns.ts';
import { tellProblems } from '../words/problems.ts';
import { reasons } from './evaluate.ts';
import type { Replay, ReplayedStep } from './replay.ts';

const shownSteps = 12;

/** How often, by which rule, and what differs: enough to decide whether to trust the plan. */
export function table(replay: Replay, problems: readonly Problem[], width: number | undefined): string {
  const { steps } = replay;
  const told = problems.length === 0 ? '' : `\nProblems\n${tellProblems(problems)}`;
  if (steps.length === 0) return `There is no release that came after another one: nothing to replay.\n${told}`;
  return [heading(replay), ruleRows(replay, width), reasonRows(replay, width), stepRows(replay, width), told].join('');
}

function heading({ steps, equal, written, best }: Replay): string {
  const by = written === 0 ? '' : ` (${written} of them because the manifest stood there)`;
  return `${count(steps.length, 'past release')} replayed: the plan equals ${equal}, ${percent(equal, steps.length)}${by},\nby the rule ${ruleWords(best)}.\n`;
}

const ruleWords = ({ zero, patch, dependents }: BumpRule): string =>
  `{ "zero": "${zero}", "patch": "${patch}", "dependents": "${dependents}" }`;

function ruleRows({ rules, configured, steps }: Replay, width: number | undefined): string {
  const best = rules[0]?.equal ?? 0;
  const shown = [
    ...rules.filter(({ equal }) => equal === best).slice(0, 3),
    ...rules.filter(({ equal }) => equal < best).slice(0, 3),
  ].map(({ rule, equal }) => [percent(equal, steps.length), `${equal}`, ruleWords(rule)]);
  const own =
    configured.equal === best
      ? 'The rule that is configured explains as much as any.\n'
      : `The rule that is configured explains ${configured.equal}. To take the best: "bump": ${ruleWords(rules[0]?.rule ?? configured.rule)}\n`;
  return `\nRules\n${columns(shown, width)}${own}`;
}

function reasonRows({ reasons: found }: Replay, width: number | undefined): string {
  if (found.length === 0) return '';
  return `\nDeviations\n${columns(
    found.map(({ reason, steps }) => [`${steps}`, reason, reasons[reason]]),
    width,
  )}`;
}

function stepRows({ steps }: Replay, width: number | undefined): string {
  const off = steps.filter(({ isEqual }) => !isEqual);
  if (off.length === 0) return '';
  const rows = off.slice(0, shownSteps).map(stepRow);
  const more = off.length - rows.length;
  return `\n${columns([['tag', 'from', 'released', 'plan', 'reason', 'commits'], ...rows], width)}${more > 0 ? `  and ${more} more (--format=json)\n` : ''}`;
}

const stepRow = ({ tag, from, released, planned, reason, commits }: ReplayedStep): readonly string[] => [
  tag,
  from ?? '-',
  released,
  planned ?? 'nothing',
  reason ?? '',
  `${commits.length}${commits[0] === undefined ? '' : `: ${commits[0]}`}`,
];

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
