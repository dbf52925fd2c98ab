import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import type { Tested } from '../../packaging/tested.ts';
import type { Report } from '../verb.ts';
import { columns } from '../words/columns.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';

export interface Told {
  readonly tested: readonly (Tested & { readonly evidence: string })[];
  readonly left: readonly { readonly unit: string; readonly why: string }[];
  readonly problems: readonly Problem[];
}

export function report(told: Told, format: 'table' | 'json', world: World): Report<Told> {
  const problems = [
    ...told.problems,
    ...told.tested.flatMap((one) => one.problems.map((each): Problem => ({ ...each, severity: 'error' }))),
  ];
  return {
    value: told,
    text: format === 'json' ? `${JSON.stringify({ ...told, problems }, undefined, 2)}\n` : tell(told, problems, world),
    problems,
    ok: problems.length === 0,
  };
}

function tell({ tested, left }: Told, problems: readonly Problem[], { isColoured, columns: width }: World): string {
  const rows = tested.map(({ unit, version, ok, commands, evidence }) => {
    const seconds = commands.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
    const count = (phase: string): number => commands.filter((one) => one.phase === phase).length;
    const did = [`${count('smoke')} smoke`, `${count('integration')} integration`].join(', ');
    return [unit, version, ok ? 'works' : 'failed', did, `${seconds.toFixed(1)} s`, evidence];
  });
  return [
    tested.length === 0 ? '' : `Tried ${tested.length}, ${tested.filter(({ ok }) => ok).length} work\n\n`,
    columns(rows, width),
    left.length === 0
      ? ''
      : `\nNot tried:\n${columns(
          left.map(({ unit, why }) => [unit, why]),
          width,
        )}`,
    problems.length === 0 ? '' : `\n${tellProblems(problems, painter(isColoured))}`,
  ].join('');
}
