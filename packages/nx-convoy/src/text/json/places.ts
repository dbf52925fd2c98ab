import { scanJson } from './scan.ts';

/** The line of each key and array element of a JSON document; of a key that is written twice, the last: as with JSON.parse. */
export type Places = ReadonlyMap<string, number>;

/** Path parts in one string; keys with a line break in them do not occur in manifests, and would cost a line number only. */
export const placeKey = (path: readonly (string | number)[]): string => path.join('\n');

export function scanPlaces(text: string): Places {
  const places = new Map<string, number>();
  scanJson(text, { place: (path, line) => void places.set(placeKey(path), line) });
  return places;
}
