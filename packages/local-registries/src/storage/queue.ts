/** Lets one writer at a time act on a key; writers of other keys do not wait. */
export type Queue = <T>(key: string, act: () => Promise<T>) => Promise<T>;

export function queue(): Queue {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, act) => {
    const before = tails.get(key) ?? Promise.resolve();
    const mine = before.then(act, act);
    tails.set(key, mine);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === mine) tails.delete(key);
    }
  };
}
