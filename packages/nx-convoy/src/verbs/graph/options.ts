import { z } from 'zod';

export const graphOptions = z.strictObject({
  format: z
    .enum(['table', 'json', 'mermaid', 'dot'])
    .default('table')
    .describe('How to show the graph: a table for people, json for machines, mermaid or dot for a drawing.'),
  units: z
    .array(z.string())
    .optional()
    .describe('Only these units, by id, name or project, with what they need and what needs them.'),
  explain: z.boolean().default(false).describe('Also list every manifest that was left out, with the reason.'),
  out: z.string().optional().describe('Write to this file instead of the terminal.'),
});
