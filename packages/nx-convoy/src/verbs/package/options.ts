import { z } from 'zod';

export const packageOptions = z.strictObject({
  units: z
    .array(z.string())
    .optional()
    .describe('Only these units, by id, name or project; all that a registry takes if absent.'),
  out: z
    .string()
    .default('dist/release')
    .describe('The folder that gets one folder for each unit: <ecosystem>/<unit>.'),
  since: z
    .string()
    .optional()
    .describe(
      'What an earlier release was made of, to tell the difference: a folder as this verb makes it, or a manifest.json.',
    ),
  assets: z
    .enum(['also', 'only', 'none'])
    .default('also')
    .describe('Whether what is handed out beside the packages is made as well, alone, or not.'),
  plan: z.string().optional().describe('The file of the plan whose job this is; with job and bundle.'),
  job: z
    .string()
    .optional()
    .describe('Make the files of this job alone, by its id in nx-convoy plan --format=matrix; with plan and bundle.'),
  bundle: z.string().optional().describe('The folder that gets what the job made, to be handed on to nx-convoy merge.'),
  installs: z
    .boolean()
    .default(false)
    .describe(
      'Also make images that install units of this repository from their registry, and what deploys them: those must be out by then.',
    ),
  clean: z.boolean().default(false).describe('Also drop what builds have kept from earlier runs.'),
  format: z
    .enum(['table', 'json'])
    .default('table')
    .describe('How to tell what was made: a table for people, json for machines.'),
  timeout: z.coerce.number<number>().positive().default(3600).describe('Seconds after which a command is ended.'),
});

export type PackageOptions = z.infer<typeof packageOptions>;
