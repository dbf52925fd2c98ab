import type { Message } from './message.ts';

const housekeeping: ReadonlySet<string> = new Set(['chore', 'build', 'ci', 'misc', 'maint', 'docs', 'refactor']);
const announcing =
  /^(?:\[?releas(?:e|ing)\]?(?:$|\b.*(?:\d+\.\d+|\b(?:main|master|pr|packages?|candidate|notes)\b))|publish(?:$|\b)|prepar(?:e|ing)(?: for)?(?: the)? ?(?:next )?(?:release|version|development|v?\d+\.\d+)|bump(?:ing|ed)?(?: the)?(?: (?:all|packages?|crates?|project|workspace|library|charts?|release|major|minor|patch))* versions?\b|bump(?:ing|ed)? to v?\d|version (?:packages|bump)|v?\d+\.\d+(?:\.\d+)?(?:[-.\w]*)(?:$|\s))/i;

/** Whatever its type says. */
const written = /^(?:bump(?:ing|ed)?|updat(?:e|ing)|set)(?: the)? versions? to v?\d/i;

/** It writes down a release, and asks for none: `chore(main): release 1.2.0`, `Publish`, `v1.2.0`. */
export function isReleaseCommit({ type, scope, text }: Message): boolean {
  if (type === 'release' || written.test(text)) return true;
  if (type !== undefined && !housekeeping.has(type)) return false;
  return (
    (type !== undefined && /^releases?\b|^version/.test(scope ?? '')) ||
    announcing.test(text) ||
    (type !== undefined && /^releas(?:e|ing)\b/i.test(text))
  );
}

/** Newest first, up to the commit that wrote a version down: what is older was part of it. */
export function sinceWritten<T extends { readonly subject: string; readonly message: Message }>(
  changes: readonly T[],
  version: string,
): readonly T[] {
  const end = changes.findIndex(({ subject, message }) => isReleaseCommit(message) && names(subject, version));
  return end < 0 ? changes : changes.slice(0, end);
}

/** As a whole: 1.2.3 is not named by 1.2.30. */
function names(subject: string, version: string): boolean {
  const at = subject.lastIndexOf(version);
  return at >= 0 && !/[\d.]/.test(subject.charAt(at - 1)) && !/[\w-]/.test(subject.charAt(at + version.length));
}
