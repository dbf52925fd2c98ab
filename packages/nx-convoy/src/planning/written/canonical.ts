/** JSON with the keys of every object in order, so that equal values have equal bytes. */
export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value));

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const object = value as Readonly<Record<string, unknown>>;
  const keys = inOrder(Object.keys(object));
  // Given by assignment it would be another prototype, not a key.
  if (keys.includes('__proto__')) return Object.fromEntries(keys.map((key) => [key, ordered(object[key])]));
  const copy: Record<string, unknown> = {};
  for (const key of keys) {
    const item = object[key];
    copy[key] = typeof item === 'object' ? ordered(item) : item;
  }
  return copy;
}

/** The keys of an object, one after the other, lead to what they are in order. */
interface Shape {
  readonly next: Map<string, Shape>;
  sorted?: readonly string[];
}

/** A plan has tens of thousands of objects of a few dozen shapes: each shape is sorted once. Objects with keys of their own are not kept. */
const shapes: Shape = { next: new Map() };
const [mostKeys, mostNext] = [20, 50];

function inOrder(keys: readonly string[]): readonly string[] {
  let shape = shapes;
  for (const key of keys) {
    let next = shape.next.get(key);
    if (next === undefined) {
      if (keys.length > mostKeys || shape.next.size >= mostNext) return keys.toSorted();
      next = { next: new Map() };
      shape.next.set(key, next);
    }
    shape = next;
  }
  return (shape.sorted ??= keys.toSorted());
}
