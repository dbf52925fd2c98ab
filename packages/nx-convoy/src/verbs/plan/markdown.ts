import { sharedProblems, type Plan, type PlanProblem } from '../../model/plan.ts';
import { count } from '../words/columns.ts';
import { tellPlace } from '../words/problems.ts';
import { printable } from '../words/width.ts';

/** For a pull request: the table, then the edits and problems folded away. */
export function markdown(plan: Plan): string {
  const { units, edits, tags, id } = plan;
  const problems = sharedProblems(plan);
  const dirty = id === null ? ' (uncommitted changes: this plan cannot be applied)' : '';
  return [
    units.length === 0 ? '**Nothing to release.**\n' : `**${count(units.length, 'unit')} to release**${dirty}\n`,
    rowsOf(plan),
    folded(
      count(edits.length, 'edit'),
      edits.map(({ file, line, before, after }) => `- ${code(`${file}:${line}`)}: ${code(before)} → ${code(after)}`),
    ),
    tags.length === 0 ? '' : `Tags: ${tags.map(({ name }) => code(name)).join(', ')}\n`,
    folded(count(problems.length, 'problem'), problems.map(problemLine)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function rowsOf({ units, waves }: Plan): string {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const rows = waves.flatMap((wave, at) =>
    wave.flatMap((name) => {
      const unit = byId.get(name);
      if (unit === undefined) return [];
      const why = unit.because[0]?.text ?? 'shares its version';
      return [
        `| ${at + 1} | ${code(name)} | ${unit.version.from ?? ''} | **${unit.version.spelling}** | ${cell(why)} |`,
      ];
    }),
  );
  return rows.length === 0
    ? ''
    : ['| wave | unit | from | to | why |', '|---|---|---|---|---|', ...rows, ''].join('\n');
}

function problemLine({ severity, code: name, what, fix, file, line }: PlanProblem): string {
  const place = file === undefined ? '' : ` ${code(tellPlace({ file, ...(line === undefined ? {} : { line }) }))}`;
  return `- **${severity} ${name}**${place} ${cell(what)} Fix: ${cell(fix)}`;
}

const folded = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<details><summary>${title}</summary>\n\n${lines.join('\n')}\n\n</details>\n`;

const code = (text: string): string => `\`${printable(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;

/** Text of a commit is somebody's: it must neither end the cell, nor open a tag, nor call people by their names. */
const cell = (text: string): string =>
  printable(text)
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll(/@(?=\w)/g, '@&#8203;');
