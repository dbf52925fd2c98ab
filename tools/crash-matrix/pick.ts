/** Chooses by a seed: the same choice for the same seed. */
export interface Picker {
  one<T>(from: readonly [T, ...T[]] | readonly T[]): T;
  /** So many, in their order; all of them where there are no more. */
  some<T>(from: readonly T[], most: number): readonly T[];
}

export function picker(seed: number): Picker {
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    one(from) {
      const found = from[Math.floor(next() * from.length)];
      if (found === undefined) throw new Error('there is nothing to choose from');
      return found;
    },
    some(from, most) {
      if (from.length <= most) return from;
      const drawn = from.map((one, index) => ({ one, index, lot: next() })).sort((a, b) => a.lot - b.lot);
      return drawn
        .slice(0, most)
        .sort((a, b) => a.index - b.index)
        .map(({ one }) => one);
    },
  };
}
