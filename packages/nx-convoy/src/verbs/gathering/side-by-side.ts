/** Some at a time; the answers in the order of what was asked. */
export async function sideBySide<T, R>(
  all: readonly T[],
  most: number,
  act: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const left = all.entries();
  const work = async (): Promise<void> => {
    for (const [at, one] of left) results[at] = await act(one);
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, work));
  return results;
}
