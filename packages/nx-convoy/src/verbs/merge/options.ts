import { z } from 'zod';

export const mergeOptions = z.strictObject({
  bundles: z.string().describe('The folder with the bundles of all jobs, a folder for each.'),
  plan: z.string().describe('The file of the plan whose jobs they are.'),
  out: z
    .string()
    .default('dist/release')
    .describe('The folder that gets one folder for each unit, as package makes it.'),
  most: z.coerce.number<number>().positive().default(20).describe('Gigabytes that all bundles together may have.'),
  timeout: z.coerce.number<number>().positive().default(3600).describe('Seconds after which a command is ended.'),
  format: z.enum(['table', 'json']).default('table').describe('A table for people, json for machines.'),
});

export type MergeOptions = z.infer<typeof mergeOptions>;
