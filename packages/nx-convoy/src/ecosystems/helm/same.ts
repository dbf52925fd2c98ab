import { isDeepStrictEqual } from 'node:util';
import type { Opened } from '../../model/packaging.ts';
import { readYaml } from '../../text/yaml/read.ts';
import { filesOf, haveSameFiles } from '../same-files.ts';

/**
 * Whether two archives of a chart unpack to the same files. How they are packed (helm 3 writes the time of day into an archive), and how helm
 * lays out Chart.yaml, which it always writes anew, does not count. Undefined where one of them cannot be read.
 */
export function isSameChart(ours: Opened, theirs: Opened): boolean | undefined {
  const [own, other] = [filesOf(ours, whole), filesOf(theirs, whole)];
  if (own === undefined || other === undefined) return undefined;
  return haveSameFiles(own, other, (path, one, two) => isManifest.test(path) && saysTheSame(one, two));
}

const whole = (path: string): string => path;

/** The chart's own, and those of charts that it holds unpacked. */
const isManifest = /(?:^|\/)Chart\.yaml$/;

function saysTheSame(one: string, two: string): boolean {
  const [a, b] = [readYaml(one, 'Chart.yaml'), readYaml(two, 'Chart.yaml')];
  return a.ok && b.ok && isDeepStrictEqual(a.value.data, b.value.data);
}
