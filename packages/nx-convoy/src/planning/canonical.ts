/** JSON with the keys of every object in order, so that equal values have equal bytes. */
export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value));

/** The same value where it is in order already, as most small objects are: a plan can have a hundred thousand of them. */
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(ordered);
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  const object = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(object);
  const isSorted = keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key);
  if (!isSorted) keys.sort();
  const values = keys.map((key) => ordered(object[key]));
  if (isSorted && values.every((item, at) => item === object[keys[at] ?? ''])) return value;
  return Object.fromEntries(keys.map((key, at) => [key, values[at]]));
}
