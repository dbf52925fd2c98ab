import { scanToml } from './scan.ts';

/** The line of each key, header and array element of a TOML document; of what stands there twice, the first. */
export type Places = ReadonlyMap<string, number>;

/** Path parts in one string; no TOML key holds a line break unescaped, so this cannot clash. */
export const placeKey = (path: readonly (string | number)[]): string => path.join('\n');

export function scanPlaces(text: string): Places {
  const places = new Map<string, number>();
  scanToml(text, {
    place(path, line) {
      const key = placeKey(path);
      if (!places.has(key)) places.set(key, line);
    },
  });
  return places;
}
