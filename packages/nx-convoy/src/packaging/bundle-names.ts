import type { Lying } from '../model/depot.ts';
import type { Problem } from '../model/problem.ts';
import { isPlain } from './archive/member.ts';

/** What Windows takes for devices, and signs that it has in no name. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const forbidden = /[<>:"|?*\p{Cc}]|[. ]$/u;

/** More than any release has. */
const mostFiles = 200_000;

/**
 * What nobody may be given, though a machine of ours sent it: names that lead elsewhere when they are copied, that not every system takes, or
 * that are one on some systems; links, which lead anywhere; and more than was ever meant.
 */
export function strange(lying: readonly Lying[], folder: string, most: number): readonly Problem[] {
  const seen = new Map<string, string>();
  const total = lying.reduce((sum, { size }) => sum + size, 0);
  return [
    ...lying.flatMap(({ path, kind }) => {
      const found = kind === 'link' || kind === 'other' ? [notAFile(folder, path, kind)] : [];
      const low = path.toLowerCase();
      const twin = seen.get(low);
      seen.set(low, path);
      return [
        ...found,
        ...(isSafe(path) ? [] : [badName(folder, path)]),
        ...(twin === undefined ? [] : [sameName(folder, twin, path)]),
      ];
    }),
    ...(total > most || lying.length > mostFiles ? [tooLarge(folder, lying.length, total, most)] : []),
  ];
}

/** Whether a name may be copied, on any system. */
export const isSafe = (path: string): boolean =>
  isPlain(path) && path.length < 1000 && path.split('/').every((part) => !device.test(part) && !forbidden.test(part));

const again =
  'Run the job again, and hand on what it leaves as it is; if a machine that others can reach made it, find out who changed it.';

const badName = (folder: string, path: string): Problem => ({
  code: 'BUNDLE_PATH',
  severity: 'error',
  what: `${folder} has a file of a name that leads elsewhere, or that not every system takes: ${JSON.stringify(path)}.`,
  fix: again,
});

const sameName = (folder: string, one: string, other: string): Problem => ({
  code: 'BUNDLE_PATH',
  severity: 'error',
  what: `${folder} has ${JSON.stringify(one)} and ${JSON.stringify(other)}, which are one file on some systems.`,
  fix: again,
});

const notAFile = (folder: string, path: string, kind: 'link' | 'other'): Problem => ({
  code: 'BUNDLE_LINK',
  severity: 'error',
  what: `${path} in ${folder} is ${kind === 'link' ? 'a link' : 'no file'}: it could show anything of this machine.`,
  fix: again,
});

const tooLarge = (folder: string, count: number, total: number, most: number): Problem => ({
  code: 'BUNDLE_TOO_LARGE',
  severity: 'error',
  what: `${folder} has ${count} files with ${inGigabytes(total)} GB together; at most ${inGigabytes(most)} GB are taken.`,
  fix: `If that is right, say so: --most=${Math.ceil(total / 1e9)}; else run its job again.`,
});

const inGigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
