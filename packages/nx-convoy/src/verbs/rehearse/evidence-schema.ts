import * as z from 'zod/mini';

/** What a rehearsal saw, and of which plan. A later version of the tool may say more in the same schema. */
const text = (sentence: string): z.ZodMiniString => z.string().check(z.describe(sentence));
const may = z.exactOptional;

export const stepNames = ['plan', 'apply', 'package', 'package-test', 'publish', 'publish again', 'verify'] as const;
export type StepName = (typeof stepNames)[number];

const finding = z.looseObject({
  step: z.enum(stepNames),
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  what: z.string(),
  file: may(z.string()),
  line: may(z.int()),
  fix: z.string(),
});

const unit = z.looseObject({
  unit: text('Its id, such as cargo:parser.'),
  version: text('As its registry writes it.'),
  from: may(text('The version before; absent at a first release.')),
  wave: z.int().check(z.describe('From 1; 0 for what no registry takes.')),
  is: z.enum(['verified', 'published', 'failed', 'blocked', 'skipped']),
  because: text('One line for people.'),
  registries: z.readonly(z.array(z.string())).check(z.describe('Where a real release goes.')),
  bytes: may(z.int().check(z.describe('Of all its files.'))),
  milliseconds: may(z.number().check(z.describe('From the first byte of an upload until clients saw it.'))),
});

const storm = z.looseObject({
  seed: z.int(),
  faults: z.readonly(z.array(z.string())),
  kills: z.int(),
  runs: z.int().check(z.describe('How often it was published until all was there.')),
  ok: z.boolean(),
  milliseconds: z.number(),
});

export const rehearsalSchema = z.looseObject({
  schema: z.literal(1),
  kind: z.literal('rehearsal'),
  plan: z.nullable(text('The id of the plan that was rehearsed; null where no plan could be made.')),
  supposed: z
    .boolean()
    .check(z.describe('There was nothing to release, and one of everything was supposed: evidence of no release.')),
  dirty: z.boolean().check(z.describe('What nobody has committed went along: evidence of no release.')),
  base: may(text('The commit that was planned from.')),
  tool: text('The version of nx-convoy.'),
  machine: text('System and architecture, such as linux-x64.'),
  startedAt: text('ISO 8601.'),
  endedAt: z.string(),
  ok: z.boolean().check(z.describe('Whether a real release would have gone through.')),
  steps: z.readonly(
    z.array(z.looseObject({ name: z.enum(stepNames), ok: z.boolean(), milliseconds: z.number(), says: z.string() })),
  ),
  units: z.readonly(z.array(unit)),
  estimate: z.looseObject({
    milliseconds: z.number().check(z.describe('How long real registries make it wait, at least.')),
    says: z.readonly(z.array(z.string())),
  }),
  storms: may(z.readonly(z.array(storm))),
  findings: z.readonly(z.array(finding)),
});

export type Rehearsal = z.infer<typeof rehearsalSchema>;

/** What others check it against. */
export const rehearsalJsonSchema = (): unknown => ({
  ...z.toJSONSchema(rehearsalSchema, { target: 'draft-7' }),
  title: 'What nx-convoy rehearse saw',
});
