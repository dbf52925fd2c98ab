import { z } from 'zod';

export const initOptions = z.strictObject({
  adopt: z
    .boolean()
    .default(false)
    .describe('Take tags as they are, also those that no name of a unit and no manifest accounts for.'),
  versioning: z
    .enum(['commits', 'plans'])
    .optional()
    .describe(
      'What decides the next version: conventional commits, or version plans; by what the history shows if absent.',
    ),
  nx: z
    .boolean()
    .default(false)
    .describe('Set Nx up as well where there is no nx.json: below .nx, without a package.json, unless there is one.'),
  plugin: z
    .string()
    .optional()
    .describe(
      'With nx: what is installed as the plugin, such as file:/path/nx-convoy.tgz; this very version if absent.',
    ),
  steps: z.coerce
    .number<number>()
    .int()
    .min(0)
    .default(200)
    .describe('How many past releases are replayed to find the bump rule, the newest first; 0 for none.'),
});
