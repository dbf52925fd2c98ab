import type { Message } from './message.ts';

const housekeeping: ReadonlySet<string> = new Set(['chore', 'build', 'ci', 'misc', 'maint', 'docs', 'refactor']);
const announcing =
  /^(?:\[?releas(?:e|ing)\]?(?:$|\b.*(?:\d+\.\d+|\b(?:main|master|pr|packages?|candidate|notes)\b))|publish(?:$|\b)|prepar(?:e|ing)(?: for)?(?: the)? ?(?:next )?(?:release|version|development|v?\d+\.\d+)|bump(?:ing|ed)?(?: the)?(?: \S+)? versions?\b|bump(?: \S+)? to v?\d|version (?:packages|bump)|v?\d+\.\d+(?:\.\d+)?(?:[-.\w]*)(?:$|\s))/i;

/** It writes down a release, and asks for none: `chore(main): release 1.2.0`, `Publish`, `v1.2.0`. */
export function isReleaseCommit({ type, scope, text }: Message): boolean {
  if (type === 'release') return true;
  if (type !== undefined && !housekeeping.has(type)) return false;
  return (
    (type !== undefined && /^releases?\b|^version/.test(scope ?? '')) ||
    announcing.test(text) ||
    (type !== undefined && /^releas(?:e|ing)\b/i.test(text))
  );
}
