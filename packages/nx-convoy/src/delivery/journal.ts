import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import type { JournalEvent } from '../model/journal.ts';
import { objectOf } from '../text/json/narrow.ts';
import { canonicalJson } from '../planning/written/canonical.ts';
import { eventSchema, isKnown } from './event-schema.ts';

export interface ReadJournal {
  readonly events: readonly JournalEvent[];
  /** Lines that a writer left half: it was killed, or the disk was full. */
  readonly torn: number;
}

/**
 * One event, one line, in the same bytes for the same event. The line end stands before it: whatever another process left half is closed by
 * that, so that writers which share a file need not mend it, and cannot spoil each other's lines.
 */
export const writeEvent = (event: JournalEvent): string => `\n${canonicalJson(event)}`;

/**
 * Reads what this version can vouch for, or nothing: a journal that is half understood would upload twice. A line that is half is none: its
 * effect never began, for a line is whole on the disk before that; and an end that is lost is asked for.
 */
export function readJournal(text: string, file: string, plan: string): Result<ReadJournal> {
  const events: JournalEvent[] = [];
  let torn = 0;
  for (const [at, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const event = readEvent(line, file, at + 1);
    if (event === 'torn') torn += 1;
    else if (event.ok) events.push(event.value);
    else return event;
    const problem = events.length === 0 || event === 'torn' ? undefined : misplaced(events, file, at + 1, plan);
    if (problem !== undefined) return fail(problem);
  }
  return ok({ events, torn });
}

function readEvent(line: string, file: string, at: number): Result<JournalEvent> | 'torn' {
  const where = { file, line: at };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return isHalf(line) ? 'torn' : fail(damaged(where, 'is no event'));
  }
  const { kind, schema } = objectOf(value);
  if (typeof schema === 'number' && schema > 1) return fail(newer(where, `schema ${schema}`));
  if (!isKnown(kind))
    return fail(typeof kind === 'string' ? newer(where, `events called "${kind}"`) : damaged(where, 'is no event'));
  const parsed = eventSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return fail(damaged(where, `does not fit at "${parsed.error.issues[0]?.path.join('.') ?? kind}"`));
}

/** All keys are in order, so every event begins the same way; zeros are what a power cut leaves of a line. */
const isHalf = (line: string): boolean => /^\0+$/.test(line) || line.startsWith(head) || head.startsWith(line);
const head = '{"at":';

function misplaced(events: readonly JournalEvent[], file: string, line: number, plan: string): Problem | undefined {
  const event = events.at(-1);
  if (event?.kind === 'run-started') return event.plan === plan ? undefined : otherPlan(file, line, event.plan, plan);
  return events.length === 1 ? damaged({ file, line }, 'is not the beginning of a run') : undefined;
}

const damaged = (where: { readonly file: string; readonly line: number }, what: string): Problem => ({
  code: 'JOURNAL_DAMAGED',
  severity: 'error',
  what: `Line ${where.line} of ${where.file} ${what}: something else wrote there.`,
  where,
  fix: `See that no publish runs any more, and put it aside: mv ${where.file} ${where.file}.damaged; the registries tell what is out.`,
});

const newer = (where: { readonly file: string; readonly line: number }, what: string): Problem => ({
  code: 'JOURNAL_NEWER',
  severity: 'error',
  what: `${where.file} has ${what}, which this version of nx-convoy does not know.`,
  where,
  fix: 'Go on with the version that wrote it: npx nx-convoy@latest publish',
});

const otherPlan = (file: string, line: number, theirs: string, ours: string): Problem => ({
  code: 'JOURNAL_OTHER_PLAN',
  severity: 'error',
  what: `${file} is of release ${theirs.slice(0, 10)}, and this is ${ours.slice(0, 10)}.`,
  where: { file, line },
  fix: `Every release has a journal of its own: put this one aside with mv ${file} ${file}.other, and publish again.`,
});
