import { z } from 'zod';

export const verifyOptions = z.strictObject({
  units: z
    .array(z.string())
    .optional()
    .describe(
      'Only these units, by id, name or project, each perhaps with its version: cargo:parser@1.2.0. All that is released by HEAD if absent.',
    ),
  projects: z.array(z.string()).optional().describe('The same, by the names of their projects.'),
  upgradeFrom: z
    .array(z.string())
    .optional()
    .describe(
      'Install this first, then upgrade: previous, a version, or one for a unit such as cargo:parser@1.1.0. Charts are upgraded where there is a cluster.',
    ),
  wait: z.coerce
    .number<number>()
    .nonnegative()
    .default(300)
    .describe('Seconds to wait, all together, until registries and what stands before them show a version.'),
  poll: z.coerce
    .number<number>()
    .positive()
    .default(2)
    .describe('Seconds before a registry is asked again; it doubles up to half a minute.'),
  docs: z
    .enum(['ask', 'require', 'none'])
    .default('ask')
    .describe('Whether documentation is asked for, and whether all is well while it is not there.'),
  docsWait: z.coerce
    .number<number>()
    .nonnegative()
    .default(0)
    .describe('Seconds to wait until documentation is there.'),
  clusterContext: z
    .string()
    .optional()
    .describe('A context of kubectl: charts are installed there too, in a namespace of their own that is removed.'),
  parallel: z.coerce.number<number>().int().positive().default(2).describe('Units that are tried at the same time.'),
  timeout: z.coerce.number<number>().positive().default(1800).describe('Seconds after which a client is ended.'),
  out: z.string().default('dist/release').describe('Where the files are that were made, to compare with.'),
  evidence: z
    .string()
    .default('dist/release/verify.json')
    .describe('The file that gets what was done and what came of it.'),
  format: z.enum(['table', 'json']).default('table').describe('How to tell: a table for people, json for machines.'),
});

export type VerifyOptions = z.infer<typeof verifyOptions>;
