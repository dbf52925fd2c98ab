import { z } from 'zod';

export const planOptions = z.strictObject({
  format: z
    .enum(['table', 'json', 'markdown', 'mermaid', 'dot', 'matrix'])
    .default('table')
    .describe(
      'How to show the plan: a table for people, json for machines, markdown for a pull request, mermaid or dot for a drawing, matrix for the build jobs of CI.',
    ),
  out: z.string().optional().describe('Write to this file instead of the terminal.'),
  explain: z
    .string()
    .optional()
    .describe('The whole story of one unit: its base, its commits, its rule, who moves with it.'),
  projects: z
    .array(z.string())
    .optional()
    .describe('Only these units, by id, name or project; patterns such as core-* too.'),
  groups: z.array(z.string()).optional().describe('Only these groups.'),
  specifier: z
    .array(z.string())
    .optional()
    .describe('Versions or levels that are asked for: `minor` for all, or `unit=1.2.0` for one.'),
  preid: z.string().optional().describe('Plan prereleases of this kind, such as rc.'),
  since: z.string().optional().describe('Count commits after this one only.'),
  firstRelease: z
    .boolean()
    .default(false)
    .describe('Plan units that have no tag from their manifests, without a warning.'),
  checkRegistries: z
    .boolean()
    .default(false)
    .describe('Ask the registries whether the planned versions and new names are free, without credentials.'),
  ci: z
    .enum(['github', 'dotenv'])
    .optional()
    .describe(
      'Lines for later steps of CI: github adds them to the file in GITHUB_OUTPUT, where there is one; else they take the place of the plan.',
    ),
  exitCode: z
    .boolean()
    .default(false)
    .describe('End with 0 where nothing is to be released and with 2 where something is.'),
});
