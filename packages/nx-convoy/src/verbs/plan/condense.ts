import { levels, type Plan, type PlannedUnit } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { count } from '../words/columns.ts';

/** What a person takes in at a glance; what is beyond is counted, and told in full by other formats. */
const most = 40;
const leastPerWave = 4;
const mostProblems = 5;

/** A unit for all that share its group, its versions and its wave; or how many more a wave has, and how far they move. */
export type Row =
  { readonly unit: PlannedUnit; readonly others: number } | { readonly more: number; readonly bumps: string };

/** The rows of each wave: all of them where they are few; else groups as one, the furthest first, and the rest counted. */
export function condensed({ waves, units }: Pick<Plan, 'waves' | 'units'>): readonly (readonly Row[])[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const whole = waves.map((wave) => wave.flatMap((id) => byId.get(id) ?? []));
  if (units.length <= most) return whole.map((wave) => wave.map((unit) => ({ unit, others: 0 })));
  const gathered = whole.map(together);
  if (gathered.flat().length <= most) return gathered;
  const each = Math.max(leastPerWave, Math.floor(most / waves.length));
  return gathered.map((rows) => (rows.length <= each ? rows : shortened(rows, each)));
}

type UnitRow = Extract<Row, { unit: PlannedUnit }>;

function together(wave: readonly PlannedUnit[]): readonly UnitRow[] {
  const rows = new Map<string, { unit: PlannedUnit; others: number }>();
  for (const unit of wave) {
    const { from, to, spelling } = unit.version;
    const key = unit.group === undefined ? unit.id : [unit.group, unit.ecosystem, from, to, spelling].join('\n');
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { unit, others: 0 });
    else known.others += 1;
  }
  return [...rows.values()];
}

function shortened(rows: readonly UnitRow[], each: number): readonly Row[] {
  const ranked = rows.toSorted((a, b) => reachOf(b.unit) - reachOf(a.unit));
  const [shown, left] = [ranked.slice(0, each - 1), ranked.slice(each - 1)];
  const bumps = new Map<string, number>();
  for (const { unit, others } of left) bumps.set(unit.version.bump, (bumps.get(unit.version.bump) ?? 0) + others + 1);
  return [
    ...shown,
    {
      more: left.reduce((sum, { others }) => sum + others + 1, 0),
      bumps: [...bumps].map(([bump, number]) => `${number} ${bump}`).join(', '),
    },
  ];
}

/** What nobody expects comes first: breaking changes, then what is out of the usual order, then the usual. */
function reachOf({ version: { bump } }: PlannedUnit): number {
  const at = levels.findIndex((level) => level === bump);
  return at < 0 ? levels.indexOf('major') - 0.5 : at;
}

/** Errors first; of many problems of one kind a few, and how many more there are. */
export function condensedProblems(problems: readonly Problem[]): {
  readonly shown: readonly Problem[];
  readonly more: readonly string[];
} {
  const kinds = new Map<string, Problem[]>();
  for (const problem of problems) {
    const kind = `${problem.severity} ${problem.code}`;
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [problem]);
    else known.push(problem);
  }
  if (problems.length <= most) return { shown: problems, more: [] };
  const ordered = [...kinds].toSorted(([a], [b]) => Number(b.startsWith('error')) - Number(a.startsWith('error')));
  return {
    shown: ordered.flatMap(([, same]) => same.slice(0, mostProblems)),
    more: ordered
      .filter(([, same]) => same.length > mostProblems)
      .map(([kind, same]) => `and ${count(same.length - mostProblems, 'more', 'more')} of ${kind}`),
  };
}
