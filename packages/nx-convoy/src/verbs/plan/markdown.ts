import type { Plan } from '../../model/plan.ts';
import { count } from '../words/columns.ts';

/** For a pull request: the table, then the edits and problems folded away. */
export function markdown({ units, waves, edits, tags, problems, id }: Plan): string {
  if (units.length === 0) return `**Nothing to release.**\n`;
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const rows = waves.flatMap((wave, at) =>
    wave.flatMap((name) => {
      const unit = byId.get(name);
      if (unit === undefined) return [];
      const why = unit.because[0]?.text ?? 'shares its version';
      return [`| ${at + 1} | \`${name}\` | ${unit.version.from ?? ''} | **${unit.version.spelling}** | ${cell(why)} |`];
    }),
  );
  return [
    `**${count(units.length, 'unit')} to release**${id === null ? ' (uncommitted changes: this plan cannot be applied)' : ''}\n`,
    '| wave | unit | from | to | why |\n|---|---|---|---|---|',
    ...rows,
    '',
    folded(
      count(edits.length, 'edit'),
      edits.map(({ file, line, before, after }) => `- \`${file}:${line}\`: \`${before}\` → \`${after}\``),
    ),
    tags.length === 0 ? '' : `Tags: ${tags.map(({ name }) => `\`${name}\``).join(', ')}\n`,
    folded(
      count(problems.length, 'problem'),
      problems.map(({ severity, code, what, fix }) => `- **${severity} ${code}** ${cell(what)} ${cell(fix)}`),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const folded = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<details><summary>${title}</summary>\n\n${lines.join('\n')}\n\n</details>\n`;

/** Text of a commit is somebody's: it must not end the cell or open a tag. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
