import type { LeftJob } from '../../model/matrix.ts';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import type { Report } from '../verb.ts';
import { columns, count } from '../words/columns.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';

export interface MergedUnit {
  readonly unit: string;
  readonly version: string;
  readonly folder: string;
  /** Whose bundles it was put together of; none where it was made here. */
  readonly jobs: readonly string[];
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
}

export interface Merged {
  readonly units: readonly MergedUnit[];
  readonly left: readonly LeftJob[];
  readonly problems: readonly Problem[];
}

export function report(merged: Merged, format: 'table' | 'json', world: World): Report<Merged> {
  const ok = merged.problems.every(({ severity }) => severity !== 'error');
  return {
    value: merged,
    text: format === 'json' ? `${JSON.stringify(merged, undefined, 2)}\n` : tell(merged, ok, world),
    problems: merged.problems,
    ok,
  };
}

function tell({ units, left, problems }: Merged, ok: boolean, { isColoured, columns: width }: World): string {
  const rows = units.map(({ unit, version, jobs, files, folder }) => [
    unit,
    version,
    jobs.length === 0 ? 'made here' : count(jobs.length, 'bundle'),
    count(files.length, 'file'),
    folder,
  ]);
  return [
    units.length === 0 && !ok ? 'Nothing was merged.\n' : `Merged ${count(units.length, 'unit')}\n\n`,
    columns(rows, width),
    left.length === 0
      ? ''
      : `\nMade by nobody here:\n${columns(
          left.map(({ unit, platform = '', python = '', why }) => [unit, platform, python, why]),
          width,
        )}`,
    problems.length === 0 ? '' : `\n${tellProblems(problems, painter(isColoured))}`,
  ].join('');
}
