import * as z from 'zod/mini';

/** bundle.json: what one job of many hands on. A later version of the tool may say more in the same schema. */
const text = (sentence: string): z.ZodMiniString => z.string().check(z.describe(sentence));

const file = z.looseObject({
  name: text('Below `files`.'),
  size: z.int().check(z.minimum(0), z.describe('In bytes.')),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

export const bundleSchema = z.looseObject({
  schema: z.literal(1),
  kind: z.enum(['bundle', 'evidence']).check(z.describe('What was made of a unit; or that it was tried.')),
  job: text('Its id in the matrix of the plan.'),
  plan: text('The id of the plan.'),
  commit: text('What was checked out.'),
  unit: text('Its id, such as cargo:parser.'),
  version: text('As its registry writes it.'),
  platform: text('any, a Rust target, or a platform of an image; where it was tried.'),
  tool: text('The version of nx-convoy.'),
  machine: z.looseObject({ os: z.string(), arch: z.string() }).check(z.describe('As Node calls them.')),
  tools: z.record(z.string(), z.string()).check(z.describe('Programs that took part, with their versions.')),
  files: z.readonly(z.array(file)),
  tried: z.exactOptional(
    z
      .record(z.string(), z.string())
      .check(z.describe('Of evidence: the jobs whose bundles were tried, and the SHA-256 of the bundle.json of each.')),
  ),
});

export type Bundle = z.infer<typeof bundleSchema>;

/** What others check a bundle against. */
export const bundleJsonSchema = (): unknown => ({
  ...z.toJSONSchema(bundleSchema, { target: 'draft-7' }),
  title: 'What one machine hands on to nx-convoy merge',
});
