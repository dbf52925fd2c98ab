import type { Scaffold } from '../../model/scaffold.ts';
import type { World } from '../../model/world.ts';
import { columns } from '../words/columns.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';

/** What was chosen and why, what is written (unless somebody else tells that), what is wrong, and what to type next. */
export function tellScaffold(
  { choices, files, problems, next }: Scaffold,
  written: 'is' | 'would be' | undefined,
  world: Pick<World, 'isColoured'>,
): string {
  const paint = painter(world.isColoured);
  const isWrong = problems.some(({ severity }) => severity === 'error');
  const parts = [
    choices.length === 0
      ? ''
      : columns(
          choices.map(({ what, why }) => [what, why]),
          undefined,
        ),
    isWrong || written === undefined ? '' : filesOf(files, written),
    tellProblems(problems, paint),
    isWrong || next.length === 0 ? '' : `Next\n${next.map((line) => `  ${line}\n`).join('')}`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function filesOf(files: Scaffold['files'], written: 'is' | 'would be'): string {
  if (files.length === 0) return 'All files are as they should be.\n';
  const rows = files.map(({ file, before, after }) => [
    file,
    `${written} ${after === undefined ? 'removed' : before === undefined ? 'made' : 'changed'}`,
  ]);
  return columns(rows, undefined);
}
