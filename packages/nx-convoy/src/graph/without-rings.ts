export type Order = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What goes before each, without what would go before itself: folders that wait for each other, though what is in them does not, are not
 * held up.
 */
export function withoutRings(order: Order): (own: string) => readonly string[] {
  const reaches = (from: string, own: string, seen: Set<string>): boolean =>
    [...(order.get(from) ?? [])].some((to) => to === own || (!seen.has(to) && reaches(to, own, seen.add(to))));
  return (own) => [...(order.get(own) ?? [])].filter((one) => !reaches(one, own, new Set([one]))).sort();
}
