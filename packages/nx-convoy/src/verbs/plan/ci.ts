import type { Matrix } from '../../model/matrix.ts';
import type { Plan } from '../../model/plan.ts';

/** What later steps of CI ask of a plan, a line each. Values are one line: JSON escapes line ends, and names with others are refused. */
export function ciLines(plan: Plan, { build, test }: Matrix, form: 'github' | 'dotenv'): string {
  const { units, tags, id } = plan;
  const facts: readonly (readonly [string, string])[] = [
    ['release', String(units.length > 0)],
    ['plan-id', id ?? ''],
    ['count', String(units.length)],
    ['projects', [...new Set(units.map(({ project }) => project))].join(',')],
    ['units', JSON.stringify(units.map((unit) => unit.id))],
    ['versions', JSON.stringify(Object.fromEntries(units.map((unit) => [unit.id, unit.version.spelling])))],
    ['tags', JSON.stringify(tags.map(({ name }) => name))],
    ['build', JSON.stringify(build)],
    ['test', JSON.stringify(test)],
  ];
  const line = form === 'github' ? githubLine : dotenvLine;
  return facts.map(([key, value]) => `${line(key, oneLine(value))}\n`).join('');
}

const githubLine = (key: string, value: string): string => `${key}=${value}`;

/** A variable's name has neither dashes nor small letters; no quotes, for some readers keep them. */
const dotenvLine = (key: string, value: string): string => `CONVOY_${key.toUpperCase().replaceAll('-', '_')}=${value}`;

/** A name from the repository must not begin a line, and so a variable, of its own. */
const oneLine = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ');
