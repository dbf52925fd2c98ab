import { z } from 'zod';

export const applyOptions = z.strictObject({
  plan: z
    .string()
    .optional()
    .describe('A plan that was saved (nx-convoy plan --format=json --out=FILE); without one it is made now.'),
  dryRun: z.boolean().default(false).describe('Show what would change, and change nothing.'),
  commit: z
    .boolean()
    .optional()
    .describe('Make the release commit, which is usual; --no-commit leaves the files changed, and makes no tags.'),
  tag: z.boolean().optional().describe('Make the tags, which is usual; --no-tag leaves them for nx-convoy tag.'),
  sign: z.boolean().default(false).describe("Sign commit and tags, by gpg or ssh as git's own settings say."),
  push: z.boolean().optional().describe('Push the branch and the tags: all of them or none.'),
  prove: z
    .boolean()
    .default(true)
    .describe('Ask the real clients of the lock files before anything is written; --no-prove asks none.'),
  format: z
    .enum(['table', 'json'])
    .default('table')
    .describe('How to tell what was done: for people, or for machines.'),
  yes: z.boolean().default(false).describe('Do not ask; needed where nobody can answer, such as in CI.'),
  after: z
    .boolean()
    .default(false)
    .describe('Then make the commit after the release: next development versions, sections and rows, as configured.'),
  continue: z.boolean().default(false).describe('End an apply that was interrupted.'),
  abort: z.boolean().default(false).describe('Take back an apply that was interrupted: files, commit and tags.'),
  undo: z
    .boolean()
    .default(false)
    .describe('Take back the last apply, as long as it was not pushed: files, commit and tags.'),
});
