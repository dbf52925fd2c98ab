import type { Rewritten } from '../../model/hands.ts';
import type { Problem } from '../../model/problem.ts';
import type { TreeSnapshot } from '../../model/snapshot.ts';

/** One file that differs between a release commit and its parent. */
export interface Touched {
  readonly file: string;
  readonly oldMode: string;
  readonly newMode: string;
}

/** `git diff-tree -r -z`: `:<mode> <mode> <id> <id> <status>`, a NUL, the path, a NUL. */
export function readTouched(answer: string): readonly Touched[] {
  const parts = answer.split('\0');
  const touched: Touched[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [oldMode = '', newMode = ''] = (parts[at] ?? '').slice(1).split(' ');
    touched.push({ file: parts[at + 1] ?? '', oldMode, newMode });
  }
  return touched;
}

/** What the commit holds, against what the plan makes of its base: every file, every byte, every mode. */
export function compare(
  expected: readonly Rewritten[],
  touched: readonly Touched[],
  tree: TreeSnapshot,
): readonly Problem[] {
  const textOf = (file: string): string | undefined => {
    const text = tree.text(file);
    return text?.ok === true ? text.value : undefined;
  };
  const wanted = new Map(expected.map((one) => [one.file, one.after]));
  // Where a changelog is a link, git tells of the file that it leads to.
  const linked = new Set([...wanted.values()]);
  const isLinkTarget = (file: string): boolean =>
    expected.some((one) => !touched.some((other) => other.file === one.file)) && linked.has(textOf(file));
  return [
    ...expected.flatMap(({ file, after }) => {
      const now = textOf(file);
      return now === after ? [] : [otherText(file, after, now)];
    }),
    ...touched.flatMap(({ file, oldMode, newMode }) => {
      if (!wanted.has(file) && !isLinkTarget(file)) return [unplanned(file)];
      const isKept = oldMode === newMode || oldMode === '000000' || newMode === '000000';
      return isKept ? [] : [otherMode(file, oldMode, newMode)];
    }),
  ];
}

function otherText(file: string, expected: string | undefined, now: string | undefined): Problem {
  if (expected === undefined) return touchedProblem(file, `${file} is used up by this release, but it is still there`);
  if (now === undefined) return touchedProblem(file, `${file} is part of this release, but it is not there or no text`);
  const [wanted, found] = [expected.split('\n'), now.split('\n')];
  const at = wanted.findIndex((line, number) => line !== found[number]);
  const line = at < 0 ? wanted.length : at;
  return touchedProblem(file, `${quoted(found[line])} stands where the plan writes ${quoted(wanted[line])}`, line + 1);
}

const quoted = (line: string | undefined): string => (line === undefined ? 'nothing' : `"${line.trim()}"`);

const unplanned = (file: string): Problem => touchedProblem(file, `${file} was changed as well, and no plan says so`);

const otherMode = (file: string, before: string, after: string): Problem =>
  touchedProblem(file, `the mode of ${file} went from ${before} to ${after}`);

const touchedProblem = (file: string, what: string, line?: number): Problem => ({
  code: 'COMMIT_TOUCHED',
  severity: 'error',
  what: `${what}.`,
  where: { file, ...(line === undefined ? {} : { line }) },
  fix: 'Look at who wrote it (git show), and put what does not belong to the release into a commit of its own.',
});
