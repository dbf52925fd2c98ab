/** JSON with the keys of every object in order, so that equal values have equal bytes. */
export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value));

/** The same value where it is in order already, as most small objects are: a plan can have a hundred thousand of them. */
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return orderedList(value);
  const object = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(object);
  const isSorted = keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key);
  if (!isSorted) return Object.fromEntries(keys.sort().map((key) => [key, ordered(object[key])]));
  let copy: Record<string, unknown> | undefined;
  for (const key of keys) {
    const item = ordered(object[key]);
    if (item === object[key]) continue;
    copy ??= { ...object };
    copy[key] = item;
  }
  return copy ?? object;
}

function orderedList(list: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let at = 0; at < list.length; at++) {
    const item = ordered(list[at]);
    if (item === list[at]) continue;
    copy ??= [...list];
    copy[at] = item;
  }
  return copy ?? list;
}
