import { z } from 'zod';
import { releaseTypes } from '../../model/release-type.ts';

export const planOptions = z.strictObject({
  format: z
    .enum(['table', 'json', 'markdown', 'html', 'mermaid', 'dot', 'matrix'])
    .default('table')
    .describe(
      'How to show the plan: a table for people, json for machines, markdown for a pull request, html for a page, mermaid or dot for a drawing, matrix for the build jobs of CI.',
    ),
  matrix: z
    .enum(['github', 'gitlab', 'json'])
    .default('github')
    .describe(
      'Whose words format=matrix is in: one line for the matrix of GitHub, a child pipeline of GitLab, or plain JSON.',
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
  type: z
    .enum(releaseTypes)
    .optional()
    .describe(
      'What kind of release it is, for gates and notes: a hotfix and a security release carry fixes only, rc plans candidates, lts a stable version.',
    ),
  line: z
    .string()
    .optional()
    .describe('What this branch is for, in place of what its name says: 1.2.x, 1.3.0, a channel, or none.'),
  channel: z
    .string()
    .optional()
    .describe("Under which word registries offer the release, such as next: npm's dist-tag."),
  reserved: z
    .array(z.string())
    .optional()
    .describe('Versions that are not used, in place of those that open release branches prepare.'),
  snapshot: z
    .string()
    .optional()
    .meta({ alone: '' })
    .describe(
      'Builds between releases, such as 1.2.4-canary.57.g1a2b3c4, which are never committed or tagged; by this name.',
    ),
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
  released: z
    .boolean()
    .default(false)
    .describe(
      'Make again the plan of the release that HEAD is; a plan of nothing where it is none. Other options say only how to show it.',
    ),
  exitCode: z
    .boolean()
    .default(false)
    .describe('End with 0 where nothing is to be released and with 2 where something is.'),
});
