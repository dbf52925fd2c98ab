import type { Rewritten } from '../../model/hands.ts';
import type { Differences } from './differences.ts';

/** One line that is out of step. */
export interface Difference {
  readonly file: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

/** Every difference with its place: values where they are known, lines where a lock file follows. */
export function linesOf({ edits, files }: Pick<Differences, 'edits' | 'files'>): readonly Difference[] {
  const known = new Set(edits.map(({ file, line }) => `${file}:${line}`));
  const followed = files.flatMap(changedLines).filter(({ file, line }) => !known.has(`${file}:${line}`));
  const own = edits.map(({ file, line, before, after, why }) => ({ file, line, before, after, why }));
  return [...own, ...followed].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

function changedLines({ file, before = '', after = '' }: Rewritten): readonly Difference[] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  const isSameLength = was.length === is.length;
  const found = was.flatMap((line, at) => {
    const now = is[at] ?? '';
    return line === now ? [] : [{ file, line: at + 1, before: line.trim(), after: now.trim(), why: 'follows' }];
  });
  return isSameLength ? found : found.slice(0, 1);
}
