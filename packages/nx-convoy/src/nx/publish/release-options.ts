import type { Problem } from '../../model/problem.ts';

/** Words that `nx release` hands to whatever publishes, and what is done about each. */
const words: Readonly<Record<string, { readonly type: string; readonly instead?: string }>> = {
  firstRelease: { type: 'boolean' },
  nxReleaseVersionData: { type: 'object' },
  registry: {
    type: 'string',
    instead: 'Say where units go in the manifests, or by "registries" among the options of nx-convoy.',
  },
  tag: { type: 'string', instead: 'The channel of the branch decides it: see docs/plan.md.' },
  access: { type: 'string', instead: 'Write "publishConfig": { "access": "public" } into package.json.' },
  otp: { type: 'string', instead: 'Use a token that asks for none, or trusted publishing: see docs/credentials.md.' },
};

/** So that Nx lets them through: what they come to is told by us. */
export const releaseProperties: Readonly<Record<string, { readonly type: string; readonly description: string }>> =
  Object.fromEntries(
    Object.entries(words).map(([name, { type, instead }]) => [
      name,
      {
        type,
        description: `Of nx release. ${instead === undefined ? 'Nothing depends on it.' : `Refused: ${instead}`}`,
      },
    ]),
  );

/** What would be done otherwise than it was said is not done at all. */
export const releaseProblems = (options: object): readonly Problem[] =>
  Object.keys(options).flatMap((name) => {
    const instead = words[name]?.instead;
    return instead === undefined
      ? []
      : [
          {
            code: 'RELEASE_OPTION',
            severity: 'error',
            what: `"${name}" of nx release is not taken over.`,
            fix: instead,
          },
        ];
  });
