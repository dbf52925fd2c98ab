import type { Random } from './random.ts';
import type { BenchUnit } from './units.ts';

export type Level = 'none' | 'patch' | 'minor' | 'major';

export interface BenchCommit {
  /** Its place in the stream. */
  readonly at: number;
  /** The commit of main by which it is reached: itself, or the merge that brings it in. */
  readonly reachedAt: number;
  readonly branch?: number;
  readonly is: 'work' | 'merge' | 'move';
  readonly units: readonly number[];
  readonly file: number;
  readonly message: string;
  readonly level: Level;
  /** The unit that its scope names. */
  readonly scope?: number;
  /** The commit that it takes back. */
  readonly reverts?: number;
}

export interface Branch {
  readonly from: number;
  readonly commits: readonly number[];
}

interface Said {
  readonly type: string;
  readonly mark?: '!';
  readonly footer?: string;
  readonly level: Level;
}

const said: readonly [readonly [Said, number], ...(readonly [Said, number])[]] = [
  [{ type: 'fix', level: 'patch' }, 30],
  [{ type: 'feat', level: 'minor' }, 20],
  [{ type: 'chore', level: 'none' }, 18],
  [{ type: 'docs', level: 'none' }, 9],
  [{ type: 'refactor', level: 'none' }, 7],
  [{ type: 'perf', level: 'patch' }, 3],
  [{ type: 'feat', mark: '!', level: 'major' }, 1.5],
  [{ type: 'fix', footer: 'BREAKING CHANGE: callers pass a list.', level: 'major' }, 1],
  [{ type: '', level: 'none' }, 8],
];

/**
 * The history as a list, before any of it is written: what each commit touches and says, which of them lie on side branches, and by
 * which commit of main they are reached.
 */
export function makeCommits(units: readonly BenchUnit[], count: number, random: Random): readonly BenchCommit[] {
  const commits: BenchCommit[] = [];
  const work = (place: Pick<BenchCommit, 'reachedAt' | 'branch'>): void => {
    commits.push({ at: commits.length, ...place, ...pieceOfWork(units, commits.length, random) });
  };
  const moves = units
    .flatMap(({ moved }, at) => (moved === undefined ? [] : [{ at, main: moved.at }]))
    .sort((a, b) => a.main - b.main);
  for (let main = 1; commits.length < count; main++) {
    const moved = (moves[0]?.main ?? Infinity) <= main ? moves.shift() : undefined;
    const isMerge = main % 40 === 0;
    if (moved !== undefined) commits.push({ at: commits.length, reachedAt: main, ...moveOf(units, moved.at) });
    else if (isMerge) {
      const length = 2 + random.below(5);
      for (let step = 0; step < length; step++) work({ reachedAt: main, branch: main });
      const message = `Merge branch 'topic-${main}'\n\nfeat!: words of a merge carry nothing`;
      commits.push({ at: commits.length, reachedAt: main, is: 'merge', units: [], file: 0, message, level: 'none' });
    } else if (random.next() < 0.01 && revert(commits, main)) continue;
    else work({ reachedAt: main });
  }
  return commits;
}

function pieceOfWork(
  units: readonly BenchUnit[],
  at: number,
  random: Random,
): Pick<BenchCommit, 'is' | 'units' | 'file' | 'message' | 'level' | 'scope'> {
  const many = random.next() < 0.12 ? 2 + random.below(2) : 1;
  const touched = [...new Set(Array.from({ length: many }, () => random.below(units.length)))];
  const { type, mark = '', footer, level } = random.weighted(said);
  const first = touched[0] ?? 0;
  const scope = type !== '' && random.next() < (many > 1 ? 0.3 : 0.5) ? first : undefined;
  const head =
    type === ''
      ? `Change ${at}`
      : `${type}${scope === undefined ? '' : `(${units[scope]?.name ?? ''})`}${mark}: change ${at}`;
  const body =
    random.next() < 0.3 ? `\n\nWhy this was done is told in a line or two, as people do,\nwith a number (#${at}).` : '';
  return {
    is: 'work',
    units: touched,
    file: random.below(8),
    message: `${head}${body}${footer === undefined ? '' : `\n\n${footer}`}`,
    level,
    ...(scope === undefined ? {} : { scope }),
  };
}

function moveOf(
  units: readonly BenchUnit[],
  at: number,
): Pick<BenchCommit, 'is' | 'units' | 'file' | 'message' | 'level'> {
  return { is: 'move', units: [at], file: 0, message: `chore: move ${units[at]?.name ?? ''}`, level: 'none' };
}

/** Takes the last commit back, if it is work of main. */
function revert(commits: BenchCommit[], main: number): boolean {
  const last = commits.at(-1);
  if (last?.is !== 'work' || last.branch !== undefined || last.reverts !== undefined) return false;
  const subject = last.message.split('\n')[0] ?? '';
  commits.push({
    at: commits.length,
    reachedAt: main,
    is: 'work',
    units: last.units,
    file: last.file,
    message: `Revert "${subject}"`,
    level: 'patch', // where what it takes back was released before
    reverts: last.at,
  });
  return true;
}
