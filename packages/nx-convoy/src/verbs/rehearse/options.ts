import { z } from 'zod';

export const rehearseOptions = z.strictObject({
  plan: z
    .string()
    .optional()
    .describe('A plan that was saved (nx-convoy plan --format=json --out=FILE); without one it is made now.'),
  specifier: z
    .array(z.string())
    .optional()
    .describe('Versions or levels to plan by, as for plan: `minor` for all, or `unit=1.2.0` for one.'),
  preid: z.string().optional().describe('Rehearse prereleases of this kind, such as rc.'),
  includeDirty: z
    .boolean()
    .default(false)
    .describe('Take along what is not committed, as one commit on the clone; such a report is no evidence.'),
  chaos: z
    .string()
    .optional()
    .meta({ alone: '' })
    .describe(
      'Let registries fail and kill the publisher on the way: by this seed, which makes the same happen again; by several, such as 1..50; or by any.',
    ),
  tests: z
    .boolean()
    .default(true)
    .describe('Try files before they are published, and install them from there; --no-tests goes without.'),
  keep: z.boolean().default(false).describe('Leave the registries there in the end, until Ctrl-C.'),
  keepFiles: z.boolean().default(false).describe('Leave the clone there in the end, with all that was made in it.'),
  offline: z.boolean().default(false).describe('Ask no public registry, only what clients have fetched before.'),
  report: z.string().default('dist/release/rehearsal.json').describe('The file that gets what came of it.'),
  timeout: z.coerce.number<number>().positive().default(3600).describe('Seconds after which a client is ended.'),
  format: z.enum(['table', 'json']).default('table').describe('How to tell: a table for people, json for machines.'),
});

export type RehearseOptions = z.infer<typeof rehearseOptions>;
