import type { Because, Plan, PlannedUnit } from '../../model/plan.ts';
import { columns, count } from '../words/columns.ts';
import { tellProblems } from '../words/problems.ts';

/** What a person reads in ten seconds: waves, units, from and to, why, where to; then edits, tags and problems. */
export function table(plan: Plan, width: number | undefined): string {
  const problems = plan.problems.map(({ file, line, column, ...problem }) => ({
    ...problem,
    ...(file === undefined
      ? {}
      : { where: { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) } }),
  }));
  const tell = problems.length === 0 ? '' : `\nProblems\n${tellProblems(problems)}`;
  if (plan.units.length === 0) return `Nothing to release: no commit since the last releases asks for one.\n${tell}`;
  return [heading(plan), waveRows(plan, width), editRows(plan, width), tagRows(plan), tell].join('');
}

function heading({ units, id, base }: Plan): string {
  const on = base.branch ?? (base.commit === null ? 'nothing' : base.commit.slice(0, 10));
  return `Plan ${id === null ? '(not to be applied)' : id.slice(0, 12)} on ${on}: ${count(units.length, 'unit')}\n`;
}

function waveRows({ waves, units }: Plan, width: number | undefined): string {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const rows = waves.flatMap((wave, at) =>
    wave.flatMap((id, first) => {
      const unit = byId.get(id);
      return unit === undefined ? [] : [[first === 0 ? `${at + 1}` : '', ...unitRow(unit)]];
    }),
  );
  return `\n${columns([['wave', 'unit', 'from', 'to', 'bump', 'goes to', 'why'], ...rows], width)}`;
}

const unitRow = (unit: PlannedUnit): readonly string[] => [
  unit.id,
  unit.version.from ?? '-',
  unit.version.spelling,
  unit.version.bump,
  unit.private ? 'nowhere' : unit.registries.length === 0 ? unit.ecosystem : unit.registries.join(' '),
  whyOf(unit.because),
];

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

const tagRows = ({ tags }: Plan): string =>
  tags.length === 0 ? '' : `\n${count(tags.length, 'tag')}: ${tags.map(({ name }) => name).join(' ')}\n`;
