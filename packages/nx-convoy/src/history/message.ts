/** What a commit message says of a release, read as conventional commits are written. */
export interface Message {
  /** Lower case; absent where the subject has no type. */
  readonly type?: string;
  readonly scope?: string;
  readonly isBreaking: boolean;
  /** The subject without type and scope. */
  readonly text: string;
  /** What a breaking change asks of users, as its footer tells. */
  readonly migration?: string;
  /** Ids, possibly shortened, of the commits that it takes back. */
  readonly reverts: readonly string[];
  /** The subject that it takes back, where no id is given. */
  readonly revertsSubject?: string;
  readonly releaseAs?: string;
  /** Issues and pull requests: `#12`, `GH-12`. */
  readonly references: readonly string[];
}

/** Type, scope, mark, text. */
const header = /^([a-z][\w-]*)\s*(?:\(([^()]*)\))?(!)?:\s+(.+)$/i;
/** Anchored at a line's start: elsewhere the words come from pasted changelogs. */
const breaking = /^BREAKING[ -]CHANGE:[ \t]*(?<text>[\s\S]*?)(?=\n\n|\n[A-Z][\w-]*(?:: | #)|$(?![\s\S]))/m;
const releaseAs = /^release-as:[ \t]*v?(?<version>\S+)[ \t]*$/im;
const revertedIds = /^This reverts commit ([0-9a-f]{7,40})/gim;
const revertSubject = /^Revert "(?<subject>.+)"$/;
const reference = /(?:^|[\s([,])((?:#|GH-)\d+)\b/g;

const none: readonly string[] = [];

const referencesIn = (message: string): readonly string[] => [
  ...new Set([...message.matchAll(reference)].map(([, found = '']) => found)),
];

export function readMessage(message: string): Message {
  const end = message.indexOf('\n');
  const subject = (end < 0 ? message : message.slice(0, end)).trim();
  const body = end < 0 ? '' : message.slice(end + 1).replaceAll('\r\n', '\n');
  const [, type, scope, mark, text = subject] = header.exec(subject) ?? [];
  const footer = body.includes('BREAKING') ? breaking.exec(body)?.groups?.text?.trim() : undefined;
  const quoted = subject.startsWith('Revert') ? revertSubject.exec(subject)?.groups?.subject : undefined;
  const isRevert = quoted !== undefined || type?.toLowerCase() === 'revert';
  const reverts = isRevert ? [...body.matchAll(revertedIds)].map(([, id = '']) => id) : none;
  const as = body.length > 0 && /release-as/i.test(body) ? releaseAs.exec(body)?.groups?.version : undefined;
  const isBreaking = mark === '!' || footer !== undefined;
  const references = message.includes('#') || message.includes('GH-') ? referencesIn(message) : none;
  const kind = type?.toLowerCase() ?? (isRevert ? 'revert' : undefined);
  // There can be a hundred thousand messages: what most of them have stands in the object itself, the rest only where there is something.
  const read: { -readonly [Key in keyof Message]: Message[Key] } =
    kind === undefined
      ? { isBreaking, text, reverts, references }
      : scope === undefined || scope === ''
        ? { type: kind, isBreaking, text, reverts, references }
        : { type: kind, scope, isBreaking, text, reverts, references };
  if (footer !== undefined && footer !== '') read.migration = footer;
  if (quoted !== undefined) read.revertsSubject = quoted;
  else if (isRevert && reverts.length === 0) read.revertsSubject = text;
  if (as !== undefined) read.releaseAs = as;
  return read;
}
