import type { Matrix } from './matrix.ts';

/** Points by outcomes; below, all that went wrong. */
export function tableOf(matrices: readonly (readonly [string, Matrix])[]): {
  readonly text: string;
  readonly isGood: boolean;
} {
  const head = ['', '', 'trials', 'ended well', 'not reached', 'wrong', 'seconds'];
  const wrong: string[] = [];
  let isGood = matrices.some(([, { is }]) => is === 'tried');
  const rows = matrices.flatMap(([kind, matrix]) => {
    if (matrix.is === 'left out') return [[kind, `left out: ${matrix.why}`]];
    return matrix.rows.map(({ name, trials }, at) => {
      const count = (is: string): number => trials.filter((trial) => trial.is === is).length;
      for (const trial of trials)
        if (trial.is === 'wrong') wrong.push(`${kind}, ${trial.name}`, ...trial.why.map((why) => `    ${why}`));
      // Points that nobody comes to any more were computed in vain.
      if (count('wrong') > 0 || count('not reached') > trials.length / 4) isGood = false;
      return [
        at === 0 ? kind : '',
        name,
        ...[trials.length, count('ended well'), count('not reached'), count('wrong')].map(String),
        at === 0 ? String(Math.round(matrix.seconds)) : '',
      ];
    });
  });
  const lines = [head, ...rows];
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => (line.length === 2 ? 0 : (line[column]?.length ?? 0)))),
  );
  const shown = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return { text: [...shown, ...wrong].join('\n'), isGood };
}
