import type { Opened } from '../../model/packaging.ts';
import { mapOf, readYaml } from '../../text/yaml/read.ts';

/**
 * Whether two archives of a chart unpack to the same files. How they are packed (helm 3 writes the time of day into an archive), and how helm
 * lays out Chart.yaml, which it always writes anew, does not count. Undefined where one of them cannot be read.
 */
export function isSameChart(ours: Opened, theirs: Opened): boolean | undefined {
  const [mine, other] = [filesOf(ours), filesOf(theirs)];
  if (mine.length === 0 || other.length === 0) return undefined;
  if (mine.join('\n') !== other.join('\n')) return false;
  let isSure = true;
  for (const path of mine) {
    const [a, b] = [ours.bytes(path), theirs.bytes(path)];
    if (a === undefined || b === undefined) isSure = false;
    else if (!isEqual(a, b) && !(isManifest.test(path) && saysTheSame(a, b))) return false;
  }
  return isSure ? true : undefined;
}

const filesOf = ({ entries }: Opened): readonly string[] =>
  entries
    .filter(({ kind }) => kind !== 'folder')
    .map(({ path }) => path)
    .sort();

const isEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** The chart's own, and those of charts that it holds unpacked. */
const isManifest = /(?:^|\/)Chart\.yaml$/;

function saysTheSame(a: Uint8Array, b: Uint8Array): boolean {
  const [one, other] = [a, b].map((bytes) => readYaml(new TextDecoder().decode(bytes), 'Chart.yaml'));
  if (one?.ok !== true || other?.ok !== true) return false;
  return sorted(one.value.data) === sorted(other.value.data);
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const map = mapOf(value);
  return `{${Object.keys(map)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${sorted(map[key])}`)
    .join(',')}}`;
}
