import { isDeepStrictEqual } from 'node:util';
import type { Opened } from '../../model/packaging.ts';
import { jsonIn } from '../../text/json/lenient.ts';
import { objectOf, type JsonObject } from '../../text/json/narrow.ts';
import { belowTop, filesOf, haveSameFiles } from '../same-files.ts';

/**
 * Two wheels are the same if each file that RECORD lists is; two source distributions if each file is. Only who built it, and when, may be
 * told differently: a line of WHEEL, and the number and the time of a bill of materials. Nothing in them names a commit.
 */
export function isSameDistribution(ours: Opened, theirs: Opened): boolean | undefined {
  const isWheel = ours.name.endsWith('.whl');
  const named = isWheel ? inWheel : belowTop;
  const [own, other] = [filesOf(ours, named), filesOf(theirs, named)];
  if (own === undefined || other === undefined) return undefined;
  return haveSameFiles(own, other, (path, one, two) => isWheel && isSameNote(path, one, two));
}

/** RECORD repeats the digests of all others, and signatures are over it. */
const inWheel = (path: string): string | undefined =>
  /^[^/]+\.dist-info\/RECORD(?:\.jws|\.p7s)?$/.test(path) ? undefined : path;

function isSameNote(path: string, one: string, two: string): boolean {
  if (/^[^/]+\.dist-info\/WHEEL$/.test(path)) return builtAlike(one) === builtAlike(two);
  if (!/^[^/]+\.dist-info\/sboms\/[^/]+\.json$/.test(path)) return false;
  const [a, b] = [billOf(one), billOf(two)];
  return a !== undefined && isDeepStrictEqual(a, b);
}

/** Which Pythons take it counts, in whichever order; the backend does not. */
const builtAlike = (wheel: string): string =>
  wheel
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('Generator:'))
    .sort()
    .join('\n');

/** CycloneDX: a number that is made up each time, and who wrote it when. */
function billOf(text: string): JsonObject | undefined {
  const data = jsonIn(text);
  if (data === undefined) return undefined;
  const bill = without(objectOf(data), ['serialNumber']);
  return { ...bill, metadata: without(objectOf(bill.metadata), ['timestamp', 'tools']) };
}

const without = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
