import { z } from 'zod';

export const publishOptions = z.strictObject({
  units: z
    .array(z.string())
    .optional()
    .describe(
      'Only these units, by id, name or project; what they need must be out already. All that is due if absent.',
    ),
  along: z
    .array(z.string())
    .optional()
    .describe('Units that are published as well, by id, name or project, where those that were asked for need them.'),
  unreleased: z
    .boolean()
    .default(false)
    .describe('Also versions that no release commit and no tag names: those that a registry does not have yet.'),
  yes: z.boolean().default(false).describe('Do not ask: what is shown may be published.'),
  plan: z
    .string()
    .optional()
    .describe('The id of the plan that was approved: anything else is not published, and nothing is asked.'),
  dryRun: z
    .boolean()
    .default(false)
    .describe('Do everything but upload: ask the registries, make the files, look whether they would let us in.'),
  retry: z
    .array(z.string())
    .optional()
    .describe('Units that are tried once more where a person has to decide that, by id, name or project.'),
  out: z.string().default('dist/release').describe('Where the files are, and the journal of what was done.'),
  patience: z.coerce
    .number<number>()
    .positive()
    .default(300)
    .describe('Seconds to wait until a registry shows what it took.'),
  timeout: z.coerce.number<number>().positive().default(3600).describe('Seconds after which a client is ended.'),
  format: z
    .enum(['table', 'json'])
    .default('table')
    .describe('A table for people; or a line of JSON for each event, and one for the end.'),
});

export type PublishOptions = z.infer<typeof publishOptions>;
