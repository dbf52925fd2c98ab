import * as z from 'zod/mini';

/** What `publish --format=json` says, a line each. A later version of the tool may say more in the same schema. */
const text = (sentence: string): z.ZodMiniString => z.string().check(z.describe(sentence));
const may = z.exactOptional;

const fates = ['published', 'skipped', 'pending', 'unknown', 'failed', 'blocked'] as const;

const waiting = z.looseObject({
  why: text('For people.'),
  until: may(z.number().check(z.describe('When it is tried again, in milliseconds since 1970.'))),
});

const unitEvent = z.looseObject({
  event: z.literal('unit'),
  unit: text('Its id, such as cargo:parser; of a label with its name behind it.'),
  is: z.enum(['underway', ...fates]),
  says: text('One line for people.'),
  waits: z.readonly(z.array(waiting).check(z.describe('What holds up its files.'))),
});

const problem = z.looseObject({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  what: z.string(),
  file: may(z.string()),
  line: may(z.int()),
  fix: z.string(),
});

const endEvent = z.looseObject({
  event: z.literal('end'),
  plan: text('Id of the plan, which names the journal.'),
  commit: text('What was checked out.'),
  isDry: z.boolean().check(z.describe('Whether nothing was to be uploaded.')),
  isStopped: may(z.boolean().check(z.describe('Somebody ended it: publish again, it goes on.'))),
  nothing: may(text('One line why nothing was due.')),
  units: z.readonly(
    z.array(
      z.looseObject({
        unit: z.string(),
        version: z.string(),
        registries: z.readonly(z.array(z.string())),
        is: z.enum([...fates, 'would be published']),
        why: text('A code of `problems`, or words.'),
      }),
    ),
  ),
  notDue: z.readonly(
    z.array(
      z.looseObject({
        unit: z.string(),
        version: may(z.string()),
        why: z.string(),
        isPrivate: may(z.boolean()),
      }),
    ),
  ),
  problems: z.readonly(z.array(problem)),
});

export const eventSchema = z.discriminatedUnion('event', [unitEvent, endEvent]);

/** What others check it against. */
export const eventJsonSchema = (): unknown => ({
  ...z.toJSONSchema(eventSchema, { target: 'draft-7' }),
  title: 'A line of nx-convoy publish --format=json',
});
