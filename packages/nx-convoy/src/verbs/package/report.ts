import type { World } from '../../model/world.ts';
import type { Problem } from '../../model/problem.ts';
import { columns } from '../words/columns.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import type { Left } from './choose.ts';
import type { Packaged } from './packaged.ts';

export interface Told {
  readonly commit?: string;
  readonly made: readonly Packaged[];
  readonly left: readonly Left[];
  readonly problems: readonly Problem[];
}

export function tell({ commit, made, left, problems }: Told, { isColoured, columns: width }: World): string {
  const paint = painter(isColoured);
  const rows = made.flatMap(({ unit, version, ok, folder, files }) =>
    ok
      ? files.map(({ name, size }, at) => [
          at === 0 ? unit : '',
          at === 0 ? version : '',
          shownSize(size),
          `${folder}/${name}`,
        ])
      : [[unit, version, 'failed', `${folder}/package.log`]],
  );
  const good = made.filter(({ ok }) => ok).length;
  return [
    commit === undefined ? '' : `Packaged ${good} of ${made.length} from ${commit.slice(0, 10)}\n\n`,
    columns(rows, width),
    left.length === 0
      ? ''
      : `\nLeft out:\n${columns(
          left.map(({ unit, why }) => [unit, why]),
          width,
        )}`,
    problems.length === 0 ? '' : `\n${tellProblems(problems, paint)}`,
  ].join('');
}

function shownSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(1)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}

/** The contract with other programs: these keys, in this order. */
export const machineForm = ({ commit, made, left, problems }: Told): unknown => ({
  ...(commit === undefined ? {} : { commit }),
  made: made.map(({ unit, version, folder, ok, files, problems: own }) => ({
    ...{ unit, version, folder, ok, files },
    ...(ok ? {} : { why: own.find(({ severity }) => severity === 'error')?.what }),
  })),
  left,
  problems: problems.map(({ code, severity, what, where, fix }) => ({ code, severity, what, ...where, fix })),
});
