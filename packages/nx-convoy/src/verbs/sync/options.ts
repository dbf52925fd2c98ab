import { z } from 'zod';

export const syncOptions = z.strictObject({
  check: z.boolean().default(false).describe('Name what differs, write nothing, and end with 1 where something does.'),
  to: z
    .array(z.string())
    .optional()
    .describe('Which version is right where the tags do not tell: `unit=1.2.0` for one, `1.2.0` for all.'),
  format: z.enum(['table', 'json']).default('table').describe('How to tell it: a table for people, json for machines.'),
  out: z.string().optional().describe('Write to this file instead of the terminal.'),
});
