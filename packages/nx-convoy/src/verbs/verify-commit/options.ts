import { z } from 'zod';

export const verifyCommitOptions = z.strictObject({
  format: z
    .enum(['table', 'json'])
    .default('table')
    .describe('How to tell what was found: for people, or for machines.'),
  commit: z.string().default('HEAD').describe('The release commit, by id, tag or branch.'),
});
