/** What kind of release somebody makes: gates, branches and notes may differ by it. */
export const releaseTypes = ['regular', 'hotfix', 'rc', 'lts', 'security'] as const;
export type ReleaseType = (typeof releaseTypes)[number];
