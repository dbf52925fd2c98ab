import { compareVersions } from '../versions.ts';

/** Helm takes what looks like a version, too: `1.2`, `v1.2.3`. */
const loose = /^v?(0|[1-9]\d*)(?:\.(0|[1-9]\d*))?(?:\.(0|[1-9]\d*))?(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

export const isChartVersion = (text: string): boolean => text.length <= 250 && loose.test(text);

const whole = (text: string): string => {
  const [, major = '0', minor = '0', patch = '0', pre = ''] = loose.exec(text) ?? [];
  return `${major}.${minor}.${patch}${pre}`;
};

/** The newest first, as the index lists them; of two that differ in build metadata only, the later by letters. */
export const newestFirst = (a: string, b: string): number =>
  compareVersions(whole(b), whole(a)) || (a < b ? 1 : a > b ? -1 : 0);
