/** By what the tasks of a run learn what was typed. */
export const variables = {
  dryRun: 'CONVOY_DRY_RUN',
  approved: 'CONVOY_APPROVED',
  whole: 'CONVOY_WHOLE_RELEASE',
  bail: 'CONVOY_BAIL',
} as const;

/** Whoever types that has said it: Nx asks nothing there, and so no executor of others does. */
export const releasePublish = 'nx release publish';
