import semver from 'semver';
import {
  allProblems,
  levels,
  type Because,
  type Plan,
  type PlannedUnit,
  type PlannedVersion,
  type PlanProblem,
} from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { columns, count } from '../words/columns.ts';
import { condensed, condensedProblems, type Row } from './condense.ts';
import type { Paint, Tone } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import { widthOf } from '../words/width.ts';

/** What a person reads in ten seconds: waves, units, from and to, why, where to; then edits, tags and problems. */
export function table(plan: Plan, width: number | undefined, paint: Paint): string {
  const tell = problemRows(plan, paint);
  if (plan.units.length === 0) return `Nothing to release: no commit since the last releases asks for one.\n${tell}`;
  return [
    heading(plan),
    waveRows(plan, width, paint),
    editRows(plan, width),
    tagRows(plan, width),
    gateRows(plan, width),
    tell,
  ].join('');
}

function problemRows(plan: Plan, paint: Paint): string {
  const { shown, more } = condensedProblems(allProblems(plan).map(placed));
  if (shown.length === 0) return '';
  const rest = more.length === 0 ? '' : `  ${more.join('; ')} (--format=json)\n`;
  return `\nProblems\n${tellProblems(shown, paint)}${rest}`;
}

const placed = ({ file, line, column, ...problem }: PlanProblem): Problem => ({
  ...problem,
  ...(file === undefined
    ? {}
    : { where: { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) } }),
});

function heading({ units, id, base }: Plan): string {
  const on = base.branch ?? (base.commit === null ? 'nothing' : base.commit.slice(0, 10));
  return `Plan ${id === null ? '(not to be applied)' : id.slice(0, 12)} on ${on}: ${count(units.length, 'unit')}\n`;
}

const titles = ['wave', 'unit', 'from', 'to', 'bump', 'goes to', 'why'];
/** What a narrow terminal can do without, first to go first. */
const spare = ['goes to', 'bump', 'wave'];
/** Less of a reason tells nothing. */
const leastWhy = 24;

function waveRows(plan: Plan, width: number | undefined, paint: Paint): string {
  const rows = condensed(plan).flatMap((wave, at) =>
    wave.map((row, first) => [first === 0 ? `${at + 1}` : '', ...cellsOf(row)]),
  );
  const kept = narrowed([titles, ...rows], width);
  const shown = [titles, ...rows].map((row) => row.filter((_, at) => kept.includes(titles[at] ?? '')));
  const dress = (cell: string, row: number, at: number): string => paint(toneOf(kept[at] ?? '', row), cell);
  return `\n${columns(shown, width, { dress })}`;
}

/** The titles that fit: every column but the last needs its whole width. */
function narrowed(rows: readonly (readonly string[])[], width: number | undefined): readonly string[] {
  const widths = titles.slice(0, -1).map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))) + 2);
  let kept: readonly string[] = titles;
  for (const title of spare) {
    const needed = titles.reduce((sum, one, at) => sum + (kept.includes(one) ? (widths[at] ?? 0) : 0), 2 + leastWhy);
    if (width === undefined || needed <= width) break;
    kept = kept.filter((one) => one !== title);
  }
  return kept;
}

function toneOf(title: string, row: number): Tone | undefined {
  if (row === 0) return 'faint';
  return title === 'to' ? 'good' : title === 'unit' ? 'strong' : undefined;
}

const cellsOf = (row: Row): readonly string[] =>
  'unit' in row ? unitRow(row) : [`and ${row.more} more`, '', '', row.bumps, '', 'see --format=json or html'];

const unitRow = ({ unit, others }: Extract<Row, { unit: PlannedUnit }>): readonly string[] => [
  others === 0 ? unit.id : `${unit.id} and ${others} more of ${unit.group ?? ''}`,
  unit.version.from ?? '-',
  unit.version.spelling,
  bumpOf(unit.version),
  unit.private ? 'nowhere' : unit.registries.length === 0 ? unit.ecosystem : unit.registries.join(' '),
  whyOf(unit.because),
];

/** How far the version moves; below 1.0 that is less than what the commits ask for. */
function bumpOf({ from, to, bump }: PlannedVersion): string {
  const isLevel = levels.some((level) => level === bump);
  return (isLevel && from !== undefined ? semver.diff(from, to) : undefined) ?? bump;
}

function whyOf(because: readonly Because[]): string {
  const [first, ...others] = because;
  if (first === undefined) return 'shares its version';
  return `${first.text}${others.length > 0 ? ` (+${others.length})` : ''}`;
}

function editRows({ edits }: Plan, width: number | undefined): string {
  if (edits.length === 0) return '\nNo file has to change.\n';
  const shown = edits.slice(0, 12).map(({ file, line, before, after }) => [`${file}:${line}`, `${before} → ${after}`]);
  const more = edits.length - shown.length;
  return `\n${count(edits.length, 'edit')}\n${columns(shown, width)}${more > 0 ? `  and ${more} more (--format=json)\n` : ''}`;
}

function tagRows({ tags }: Plan, width: number | undefined): string {
  if (tags.length === 0) return '';
  const shown = tags.slice(0, 12).map(({ name }) => name);
  const more = tags.length - shown.length;
  const names = `${shown.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `\n${columns([[`${count(tags.length, 'tag')}:`, names]], width, { indent: '' })}`;
}

const gateRows = ({ gates }: Plan, width: number | undefined): string =>
  gates.length === 0
    ? ''
    : `\n${columns([[`${count(gates.length, 'gate')}:`, gates.map(({ name }) => name).join(' ')]], width, { indent: '' })}`;
