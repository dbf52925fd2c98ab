/** What a changed line of a release is: a version that moved, the text of a changelog, or something that nobody asked for. */
export type Kind = 'version' | 'digest' | 'changelog' | 'other';

export interface ChangedLines {
  readonly file: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** `git diff --unified=0 --no-color --no-ext-diff`, hunk by hunk. */
export function readDiff(diff: string): readonly ChangedLines[] {
  const hunks: { file: string; removed: string[]; added: string[] }[] = [];
  let file = '';
  for (const line of diff.split('\n')) {
    const name = /^\+\+\+ (?:b\/)?(.*)$/.exec(line)?.[1];
    if (line.startsWith('diff --git ')) file = '';
    else if (file === '' && name !== undefined) file = name;
    else if (line.startsWith('@@')) hunks.push({ file, removed: [], added: [] });
    else if (file !== '' && line.startsWith('-')) hunks.at(-1)?.removed.push(line.slice(1));
    else if (file !== '' && line.startsWith('+')) hunks.at(-1)?.added.push(line.slice(1));
  }
  return hunks;
}

/** A changelog may gain lines; everywhere else what went is what came, but for versions and digests, in whatever order. */
export function classify({ file, removed, added }: ChangedLines): Kind {
  if (/(^|\/)(CHANGELOG|CHANGES|HISTORY|changelog)[^/]*\.(md|rst|txt)$/i.test(file)) return 'changelog';
  if (same(removed, added, versionless)) return 'version';
  return same(removed, added, (line) => digestless(versionless(line))) ? 'digest' : 'other';
}

const same = (removed: readonly string[], added: readonly string[], plain: (line: string) => string): boolean =>
  [...removed].map(plain).sort().join('\n') === [...added].map(plain).sort().join('\n');

const versionless = (line: string): string =>
  line.replaceAll(
    /(?<![\w.])v?\d+(?:\.\d+)*(?:[-+.]?(?:rc|alpha|beta|a|b|dev|post|pre|next|[-.])+\.?\d*)*(?![\w.])/gi,
    '<version>',
  );

const digestless = (line: string): string => line.replaceAll(/[0-9a-f]{40,128}/g, '<digest>');
