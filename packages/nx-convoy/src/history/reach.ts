import type { Ancestry } from '../model/history.ts';

export interface Reach {
  /** Whether a commit is a base or lies behind it; both are positions in the ancestry. */
  readonly isBehind: (commit: number, base: number) => boolean;
}

/** Bits of one machine word that can be joined without becoming a slow number. */
const wordSize = 31;

/**
 * For many bases at once: which commits lie behind each of them. A block of bases shares a pass over the ancestry, a bit for each, so
 * thousands of bases over a hundred thousand commits stay a matter of milliseconds.
 */
export function reach(ancestry: Ancestry, bases: readonly number[]): Reach {
  const blockOf = new Map(bases.map((base, at) => [base, at] as const));
  const words: Int32Array[] = [];
  const pass = (block: number): Int32Array => {
    const marks = new Int32Array(ancestry.ids.length);
    bases.slice(block * wordSize, (block + 1) * wordSize).forEach((base, bit) => {
      marks[base] = (marks[base] ?? 0) | (1 << bit);
    });
    // Children stand before parents, so one pass carries every mark to all that it reaches.
    for (let at = 0; at < marks.length; at++) {
      const mark = marks[at] ?? 0;
      if (mark === 0) continue;
      for (const parent of ancestry.parents[at] ?? []) marks[parent] = (marks[parent] ?? 0) | mark;
    }
    return marks;
  };
  return {
    isBehind(commit, base) {
      const at = blockOf.get(base);
      if (at === undefined) return false;
      const block = Math.floor(at / wordSize);
      const marks = (words[block] ??= pass(block));
      return ((marks[commit] ?? 0) & (1 << (at % wordSize))) !== 0;
    },
  };
}
