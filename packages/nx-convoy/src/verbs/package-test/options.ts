import { z } from 'zod';

export const packageTestOptions = z.strictObject({
  units: z
    .array(z.string())
    .optional()
    .describe('Only these units, by id, name or project; all that is packaged if absent.'),
  out: z.string().default('dist/release').describe('Where nx-convoy package has put the files.'),
  plan: z.string().optional().describe('The file of the plan whose job this is; with job and bundles.'),
  job: z
    .string()
    .optional()
    .describe('Try what this job names, by its id in nx-convoy plan --format=matrix; with plan and bundles.'),
  bundles: z.string().optional().describe('The folder with the bundles that build jobs have left, a folder for each.'),
  bundle: z
    .string()
    .optional()
    .describe('The folder that gets the evidence of the job, for nx-convoy merge; one beside the bundles if absent.'),
  parallel: z.coerce.number<number>().int().positive().default(2).describe('Units that are tried at the same time.'),
  timeout: z.coerce.number<number>().positive().default(1800).describe('Seconds after which a command is ended.'),
  format: z.enum(['table', 'json']).default('table').describe('How to tell: a table for people, json for machines.'),
});

export type PackageTestOptions = z.infer<typeof packageTestOptions>;
