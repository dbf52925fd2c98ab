import { z } from 'zod';
import { forges, triggers } from '../../scaffolding/workflows/model.ts';

/** What is not said is read from the files that are there, and else as usual. */
export const ciOptions = z.strictObject({
  for: z
    .array(z.enum(forges))
    .optional()
    .meta({ prompt: 'Which CI runs this repository: github, gitlab, or both?' })
    .describe(
      'Whose workflows: github, gitlab, or both. Those that are there, if absent; else the one that this repository has.',
    ),
  on: z
    .array(z.enum(triggers))
    .optional()
    .describe(
      'What begins a release: dispatch (a person, with version, type and dry run), push (a release commit on the branch), tag, release (one of the forge), schedule. dispatch and push if absent.',
    ),
  branch: z
    .string()
    .regex(/^[\w][\w./-]*$/)
    .optional()
    .describe("The branch that is released; the remote's own if absent."),
  cron: z
    .string()
    .regex(/^[\d*/,-]+( [\d*/,A-Za-z-]+){4}$/)
    .optional()
    .describe('When, for schedule; Mondays at 4:17 if absent. GitLab has its schedules in its settings.'),
  environment: z
    .string()
    .regex(/^[\w][\w./-]*$/)
    .optional()
    .describe(
      'The environment of the forge in which it is published, where people approve it and secrets are kept; release if absent.',
    ),
  keep: z.coerce
    .number<number>()
    .int()
    .min(1)
    .max(90)
    .optional()
    .describe('Days for which artifacts of jobs are kept; 14 if absent.'),
});
