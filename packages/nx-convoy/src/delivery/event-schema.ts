import * as z from 'zod/mini';
import { failureKinds, type JournalEvent } from '../model/journal.ts';

/** A line of a journal. What is not known here passes: a later version may say more of the same event. */
const text = z.string();
const may = z.exactOptional;
const natural = z.int().check(z.nonnegative());

const owner = z.looseObject({ host: text, pid: natural, started: text });
const problem = z.looseObject({
  code: text,
  severity: z.enum(['error', 'warning']),
  what: text,
  where: may(z.looseObject({ file: text, line: may(natural), column: may(natural) })),
  fix: text,
});
const noted = { at: natural, run: text };
const concerning = { ...noted, of: text };
const yes = may(z.boolean());

export const eventSchema = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('run-started'),
    ...noted,
    schema: z.literal(1),
    plan: text,
    tool: text,
    owner,
  }),
  z.looseObject({
    kind: z.literal('uploading'),
    ...concerning,
    digests: z.readonly(z.array(text)),
    owner,
    isNewName: yes,
  }),
  z.looseObject({ kind: z.literal('uploaded'), ...concerning }),
  z.looseObject({
    kind: z.literal('failed'),
    ...concerning,
    how: z.enum(failureKinds),
    problem,
    waitMs: may(natural),
  }),
  z.looseObject({ kind: z.literal('ended'), ...concerning }),
  z.looseObject({
    kind: z.literal('asked'),
    ...concerning,
    is: z.enum(['absent', 'present', 'deleted', 'unknown']),
    digest: may(text),
    isYanked: yes,
    isNewName: yes,
    problem: may(problem),
    waitMs: may(natural),
  }),
  z.looseObject({
    kind: z.literal('compared'),
    ...concerning,
    is: z.enum(['same', 'other', 'unknown']),
    problem: may(problem),
  }),
  z.looseObject({ kind: z.literal('decided'), ...concerning }),
  z.looseObject({ kind: z.literal('run-ended'), ...noted }),
]);

/** Checked by the compiler: a kind that is read here is one that is written. */
const kinds: Readonly<Record<JournalEvent['kind'], true>> = {
  'run-started': true,
  uploading: true,
  uploaded: true,
  failed: true,
  ended: true,
  asked: true,
  compared: true,
  decided: true,
  'run-ended': true,
};

export const isKnown = (kind: unknown): kind is JournalEvent['kind'] =>
  typeof kind === 'string' && Object.hasOwn(kinds, kind);
