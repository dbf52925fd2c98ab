import { isObject, objectOf, type JsonObject } from './narrow.ts';

/** What JSON from elsewhere says, as text or bytes; undefined where it is none: then nobody mends it, and whoever asked knows what it means. */
export function jsonIn(from: string | Uint8Array | undefined): unknown {
  if (from === undefined) return undefined;
  const text = typeof from === 'string' ? from : new TextDecoder().decode(from);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}

/** The object that it says; undefined where it says none. */
export function objectIn(from: string | Uint8Array | undefined): JsonObject | undefined {
  const data = jsonIn(from);
  return isObject(data) ? data : undefined;
}

/** Its fields; none where there are none. */
export const fieldsIn = (from: string | Uint8Array | undefined): JsonObject => objectOf(jsonIn(from));
