import { kinds, type Kind } from './kinds.ts';

export interface Footers {
  /** `Changelog: security` says where the commit belongs, as GitLab has it. */
  readonly kind?: Kind;
  /** `Changelog: none` and `Changelog: skip`. */
  readonly isHidden: boolean;
  /** `Deprecated: use parse() instead` tells one thing more. */
  readonly told: readonly { readonly kind: Kind; readonly text: string }[];
}

const none: Footers = { isHidden: false, told: [] };
const trailer = /^changelog:[ \t]*(?<word>[\w -]+?)[ \t]*$/im;
const note = /^(?<word>changed|deprecated|removed|security):[ \t]+(?<text>\S.*(?:\n[ \t]+\S.*)*)/gim;
const words: Readonly<Record<string, Kind>> = {
  feature: 'added',
  feat: 'added',
  fix: 'fixed',
  perf: 'performance',
  other: 'changed',
};

/** What the end of a commit message says for changelogs; the subject is no footer. */
export function readFooters(message: string): Footers {
  const start = message.indexOf('\n\n');
  if (start < 0) return none;
  const body = message.slice(start).replaceAll('\r\n', '\n');
  if (!/^(changelog|changed|deprecated|removed|security):/im.test(body)) return none;
  const word = trailer.exec(body)?.groups?.word?.toLowerCase();
  const kind = word === undefined ? undefined : (words[word] ?? kinds.find((one) => one === word));
  return {
    ...(kind === undefined ? {} : { kind }),
    isHidden: word === 'none' || word === 'skip' || word === 'ignore',
    told: [...body.matchAll(note)].flatMap(({ groups }) => {
      const found = kinds.find((one) => one === groups?.word?.toLowerCase());
      return found === undefined ? [] : [{ kind: found, text: (groups?.text ?? '').replaceAll(/\s+/g, ' ').trim() }];
    }),
  };
}
