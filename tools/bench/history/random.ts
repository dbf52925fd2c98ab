/** The same numbers on every machine from one seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    weighted: (choices) => {
      const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
      let left = next() * total;
      for (const [choice, weight] of choices) if ((left -= weight) < 0) return choice;
      return choices[0][0];
    },
  };
}

export interface Random {
  /** From 0 up to, but without, 1. */
  next(): number;
  below(count: number): number;
  weighted<T>(choices: readonly [readonly [T, number], ...(readonly [T, number])[]]): T;
}
