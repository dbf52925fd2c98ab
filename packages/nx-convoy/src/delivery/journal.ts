import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import type { JournalEvent } from '../model/journal.ts';
import { objectOf } from '../text/json/narrow.ts';
import { canonicalJson } from '../planning/written/canonical.ts';
import { eventSchema, isKnown } from './event-schema.ts';

export interface ReadJournal {
  readonly events: readonly JournalEvent[];
  /**
   * What a writer that was killed left of its last line: it is cut off before anything else is written. Its effect never began, for a line is
   * whole on the disk before that.
   */
  readonly torn: string;
  /** The last line is whole, but for its end: a line end is written before anything else. */
  readonly isUnended: boolean;
}

/** One event, one line, in the same bytes for the same event. */
export const writeEvent = (event: JournalEvent): string => `${canonicalJson(event)}\n`;

/** Reads what this version can vouch for, or nothing: a journal that is half understood would upload twice. */
export function readJournal(text: string, file: string, plan: string): Result<ReadJournal> {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const events: JournalEvent[] = [];
  for (const [at, line] of lines.entries()) {
    const event = readEvent(line, file, at + 1);
    if (!event.ok) return event;
    events.push(event.value);
  }
  const isWhole = last !== '' && isJson(last);
  if (isWhole) {
    const event = readEvent(last, file, lines.length + 1);
    if (!event.ok) return event;
    events.push(event.value);
  }
  const problem = firstProblem(events, file, plan);
  return problem === undefined ? ok({ events, torn: isWhole ? '' : last, isUnended: isWhole }) : fail(problem);
}

function readEvent(line: string, file: string, at: number): Result<JournalEvent> {
  const where = { file, line: at };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return fail(damaged(where, 'is no event'));
  }
  const { kind, schema } = objectOf(value);
  if (typeof schema === 'number' && schema > 1) return fail(newer(where, `schema ${schema}`));
  if (!isKnown(kind))
    return fail(typeof kind === 'string' ? newer(where, `events called "${kind}"`) : damaged(where, 'is no event'));
  const parsed = eventSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return fail(damaged(where, `does not fit at "${parsed.error.issues[0]?.path.join('.') ?? kind}"`));
}

function firstProblem(events: readonly JournalEvent[], file: string, plan: string): Problem | undefined {
  const [first] = events;
  if (first === undefined) return undefined;
  if (first.kind !== 'run-started') return damaged({ file, line: 1 }, 'is not the beginning of a run');
  const other = events.find((event) => event.kind === 'run-started' && event.plan !== plan);
  return other?.kind === 'run-started' ? otherPlan(file, events.indexOf(other) + 1, other.plan, plan) : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
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
