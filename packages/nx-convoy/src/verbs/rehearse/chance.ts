/** The same numbers for the same seed, on every machine (mulberry32). */
export function chance(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** From `least` to `most`, both included. */
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    one: <T>(list: readonly [T, ...T[]]): T => list[between(0, list.length - 1)] ?? list[0],
  };
}

export type Chance = ReturnType<typeof chance>;

const mostSeeds = 1000;

/** `7`, `1..50`, `3,9`; any, where none is named. Undefined where it is none of that. */
export function seedsOf(word: string, any: number): readonly number[] | undefined {
  if (word === '') return [any];
  const seeds = word.split(',').flatMap((part) => {
    const [, first, last = first] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(part.trim()) ?? [];
    if (first === undefined) return [NaN];
    const length = Number(last) - Number(first) + 1;
    return length < 1 || length > mostSeeds ? [NaN] : Array.from({ length }, (_, at) => Number(first) + at);
  });
  return seeds.some(Number.isNaN) ? undefined : seeds;
}
