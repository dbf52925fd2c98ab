import { z } from 'zod';

export const verifyCommitOptions = z.strictObject({
  commit: z.string().default('HEAD').describe('The release commit, by id, tag or branch.'),
});
