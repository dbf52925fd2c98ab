import * as z from 'zod/mini';

/** What was verified, how, and what came of it. A later version of the tool may say more in the same schema. */
const text = (sentence: string): z.ZodMiniString => z.string().check(z.describe(sentence));
const may = z.exactOptional;

const command = z.looseObject({
  phase: z.enum(['prepare', 'before', 'install', 'smoke', 'after']),
  command: z.readonly(z.array(z.string())).check(z.describe('Its arguments; {trial} is the folder it was run in.')),
  code: z.int(),
  milliseconds: z.number(),
  failed: may(z.enum(['absent', 'late']).check(z.describe('There was no such program; it was ended after its time.'))),
});

const problem = z.looseObject({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  what: z.string(),
  fix: z.string(),
});

const unit = z.looseObject({
  unit: text('Its id, such as cargo:parser.'),
  version: may(text('As its registry writes it.')),
  registry: may(text('Where it was asked for and fetched from.')),
  verdict: z.enum(['verified', 'failed', 'pending', 'unknown', 'skipped']),
  because: text('One line for people.'),
  upgradedFrom: may(text('The version that was installed before.')),
  tools: z.record(z.string(), z.string()).check(z.describe('The clients, with their versions.')),
  commands: z.readonly(z.array(command)),
  fetched: z.readonly(
    z.array(
      z.looseObject({
        of: z.enum(['file', 'manifest']),
        name: may(z.string()),
        digest: text('Of what the client fetched: sha256:… or sha512-….'),
      }),
    ),
  ),
  checksum: z.looseObject({
    is: z.enum(['same', 'other', 'untold']),
    against: may(
      z.enum(['recorded', 'registry']).check(z.describe('The files that were made; what the registry tells.')),
    ),
  }),
  documentation: z.readonly(
    z.array(z.looseObject({ url: z.string(), is: z.enum(['there', 'pending', 'failed', 'unknown']) })),
  ),
  startedAt: may(text('ISO 8601.')),
  endedAt: may(z.string()),
  problems: z.readonly(z.array(problem)),
});

export const verificationSchema = z.looseObject({
  schema: z.literal(1),
  kind: z.literal('verification'),
  commit: may(text('HEAD, which told what is released.')),
  tool: text('The version of nx-convoy.'),
  machine: text('System and architecture, such as linux-x64.'),
  startedAt: text('ISO 8601.'),
  endedAt: z.string(),
  ok: z.boolean().check(z.describe('Whether all that was asked for is verified.')),
  units: z.readonly(z.array(unit)),
  problems: z.readonly(z.array(problem)),
});

export type Verification = z.infer<typeof verificationSchema>;

/** What others check it against. */
export const verificationJsonSchema = (): unknown => ({
  ...z.toJSONSchema(verificationSchema, { target: 'draft-7' }),
  title: 'What nx-convoy verify found',
});
