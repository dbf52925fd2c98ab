/** "Write "exclude"." for `exlude`; undefined where nothing known is near. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  // More than a third of the letters wrong is no slip of the pen.
  let least = Math.max(1, Math.floor(written.length / 3));
  for (const word of known) {
    const far = distance(written.toLowerCase(), word.toLowerCase(), least);
    if (far <= least && (best === undefined || far < least)) [best, least] = [word, far];
  }
  return best === undefined ? undefined : `Write ${JSON.stringify(best)}.`;
}

/** Letters to add, drop or change, by rows of the usual table; beyond `most` any larger number. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? most + 1;
}
