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

const descriptor = {
  mediaType: z.string(),
  digest: text('sha256: and 64 digits.'),
  size: z.int().check(z.describe('In bytes.')),
};

const image = z.looseObject({
  name: text('The OCI layout in this folder: oci-layout, index.json and blobs/sha256/.'),
  ...descriptor,
  platforms: z
    .readonly(
      z.array(
        z.looseObject({
          platform: text('Such as linux/amd64 or linux/arm64/v8.'),
          ...descriptor,
          config: z.looseObject(descriptor),
          revision: may(text('The commit that its labels name.')),
          layers: z.readonly(
            z.array(
              z.looseObject({
                ...descriptor,
                diffId: may(text('Of what is inside: the same however it was packed.')),
              }),
            ),
          ),
        }),
      ),
    )
    .check(z.describe('Its image for each platform.')),
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
  assets: may(
    z
      .looseObject({
        missing: z
          .readonly(z.array(z.looseObject({ name: z.string(), platform: z.string() })))
          .check(z.describe('Files that the machine could not make.')),
      })
      .check(z.describe('The files are handed out beside the packages: no registry gets them.')),
  ),
  since: may(
    z
      .looseObject({
        version: z.string(),
        commit: z.string(),
        size: z.looseObject({ before: z.int(), after: z.int() }).check(z.describe('Of all files together, in bytes.')),
        added: z
          .readonly(z.array(z.string()))
          .check(z.describe('Files, and what is in them; {version} stands for the version of each release.')),
        removed: z.readonly(z.array(z.string())),
      })
      .check(z.describe('What is different from the release that --since names.')),
  ),
  parts: may(
    z
      .readonly(
        z.array(
          z.looseObject({
            job: text('Its id in the matrix of the plan.'),
            platform: text('any, a Rust target, or a platform of an image.'),
            machine: z.looseObject({ os: z.string(), arch: z.string() }),
            tools: z.record(z.string(), z.string()),
          }),
        ),
      )
      .check(z.describe('Which machine made what, where there were several.')),
  ),
  image: may(
    image.check(
      z.describe('What a tag is to lead to, where the unit is an image: its manifest, or the index of several.'),
    ),
  ),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** What others check a manifest against. */
export const manifestJsonSchema = (): unknown => ({
  ...z.toJSONSchema(manifestSchema, { target: 'draft-7' }),
  title: 'What nx-convoy package made for one unit',
});
