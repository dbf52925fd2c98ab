import * as z from 'zod/mini';

/** manifest.json beside what was made. What is not known here passes: a later version of the tool may say more in the same schema. */
const text = (sentence: string): z.ZodMiniString => z.string().check(z.describe(sentence));
const may = z.exactOptional;

const entry = z.looseObject({
  path: text('Inside of the archive.'),
  size: z.int().check(z.describe('In bytes.')),
  kind: z.enum(['file', 'folder', 'link', 'other']),
});

const file = z.looseObject({
  name: text('In this folder.'),
  size: z.int().check(z.describe('In bytes.')),
  sha256: text('Hexadecimal.'),
  sha512: text('Hexadecimal.'),
  platform: may(text('Absent for all.')),
  contents: may(z.readonly(z.array(entry)).check(z.describe('What is inside, where it is an archive.'))),
});

export const manifestSchema = z.looseObject({
  schema: z.literal(1),
  unit: text('Its id, such as cargo:parser.'),
  ecosystem: z.string(),
  name: text('As its registry knows it.'),
  version: text('As its registry writes it.'),
  source: z.looseObject({
    commit: text('What it was made from, whole and unchanged.'),
    date: text('Of that commit: what is in archives is dated so.'),
  }),
  identity: z
    .union([z.looseObject({ by: z.literal('bytes') }), z.looseObject({ by: z.literal('content'), why: z.string() })])
    .check(
      z.describe('bytes: made again from the same commit, it is the same file; content: what is in it counts instead.'),
    ),
  tools: z.record(z.string(), z.string()).check(z.describe('Programs that took part, with their versions.')),
  environment: z.looseObject({
    os: z.string(),
    arch: z.string(),
    variables: z
      .record(z.string(), z.string())
      .check(z.describe('SHA-256 of the values of variables that such builds obey, where they were set.')),
  }),
  files: z.readonly(z.array(file)),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** What others check a manifest against. */
export const manifestJsonSchema = (): unknown => ({
  ...z.toJSONSchema(manifestSchema, { target: 'draft-7' }),
  title: 'What nx-convoy package made for one unit',
});
