/** All that is needed by some, and by what they need; without the beginnings, unless something needs them. */
export function closure<T>(from: Iterable<T>, needsOf: (one: T) => Iterable<T>): ReadonlySet<T> {
  const found = new Set<T>();
  const open = [...from];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const need of needsOf(one)) {
      if (found.has(need)) continue;
      found.add(need);
      open.push(need);
    }
  }
  return found;
}
