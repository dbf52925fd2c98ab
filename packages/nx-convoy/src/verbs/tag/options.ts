import { z } from 'zod';

export const tagOptions = z.strictObject({
  dryRun: z.boolean().default(false).describe('Show which tags would be made, and make none.'),
  sign: z.boolean().default(false).describe("Sign the tags, by gpg or ssh as git's own settings say."),
  push: z.boolean().default(false).describe('Push the tags: all of them or none.'),
});
