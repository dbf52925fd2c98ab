import { z } from 'zod';

export const replayOptions = z.strictObject({
  format: z
    .enum(['table', 'json'])
    .default('table')
    .describe('How to show what was found: a table for people, json for machines, with every step in it.'),
  units: z.array(z.string()).optional().describe('Only releases of these units, by id, name or project.'),
  limit: z.coerce.number<number>().int().min(1).default(500).describe('How many steps at most, the newest first.'),
  out: z.string().optional().describe('Write to this file instead of the terminal.'),
});
