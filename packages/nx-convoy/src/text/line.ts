/** The line noted for a path, or for the nearest part of it that has one; 1 where none has. */
export function lineOf(
  path: readonly (string | number)[],
  places: ReadonlyMap<string, number>,
  keyOf: (path: readonly (string | number)[]) => string,
): number {
  for (let length = path.length; length > 0; length--) {
    const line = places.get(keyOf(path.slice(0, length)));
    if (line !== undefined) return line;
  }
  return 1;
}

/** The line of an offset in a text. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
