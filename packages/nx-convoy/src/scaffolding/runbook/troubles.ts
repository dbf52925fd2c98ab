import { ofEcosystem, ofProtocol, type Situation } from './situation.ts';

/** A problem that a release of this repository can meet. What to do is told with the problem itself; here stands what it is about. */
export interface Trouble {
  readonly code: string;
  readonly means: string;
  /** Absent: it can happen anywhere. */
  readonly concerns?: (situation: Situation) => boolean;
}

const has =
  (...ids: readonly string[]) =>
  (situation: Situation): boolean =>
    ids.some((id) => ofEcosystem(situation, id).length > 0);
const isTrusting = (situation: Situation): boolean =>
  situation.pipelines.some(({ publishes }) => publishes) &&
  (['crates', 'pypi', 'npm'] as const).some((id) => ofProtocol(situation, id).length > 0);
const locks =
  /(?:^|\/)(?:Cargo\.lock|uv\.lock|poetry\.lock|pdm\.lock|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lock|Chart\.lock|requirements\.lock)$/;

export const troubles: readonly Trouble[] = [
  {
    code: 'PLAN_STALE',
    means: 'the branch, the configuration or the tags have moved since the plan was made: plan again',
  },
  { code: 'DIRTY_TREE', means: 'files that nobody has committed would get into the release: commit or stash them' },
  { code: 'TAG_TAKEN', means: 'the tag of that version stands on another commit: plan the next version' },
  {
    code: 'VERSION_TAKEN',
    means: 'the version was released from another branch: merge that one, or take the next version',
  },
  {
    code: 'NO_TAG',
    means: 'no tag tells when a unit was released last: fetch them (`git fetch --tags`), or correct its `tag`',
  },
  {
    code: 'LOCK_REFUTED',
    means: 'the client refuses the lock file as the release writes it: its words tell why, and nothing was written',
    concerns: ({ repo }) => repo.files.some((file) => locks.test(file)),
  },
  {
    code: 'REFERENCE_COUNT',
    means: 'a document was changed, and its rule in `references` was not',
    concerns: ({ config }) => config.references !== undefined,
  },
  {
    code: 'APPLY_UNFINISHED',
    means: 'an apply was interrupted: `apply --continue` ends it, `apply --abort` takes it back',
  },
  {
    code: 'TOOL_MISSING',
    means: 'a program that makes or tries a unit is not here: see [Before you begin](#before-you-begin)',
  },
  {
    code: 'IMAGE_BUILDER_MISSING',
    means: 'nothing here builds images, or it does not answer',
    concerns: has('docker'),
  },
  { code: 'IMAGE_BASE_MISSING', means: 'the base of an image cannot be fetched', concerns: has('docker') },
  {
    code: 'CHART_IMAGE_MISSING',
    means: 'a chart runs an image that was not packaged: package that one first',
    concerns: has('helm'),
  },
  {
    code: 'CHART_IMAGE_UNPINNED',
    means: 'a chart names an image in a way that cannot be pinned to its digest',
    concerns: has('helm'),
  },
  {
    code: 'PACKAGE_SECRET',
    means: 'a file in a package looks like a secret: leave it out, or name it in `package.allow`',
  },
  {
    code: 'NOT_TESTED',
    means: '`package-test` has not tried these bytes',
    concerns: ({ config }) => config.publish?.requireTest === true,
  },
  { code: 'NO_CREDENTIAL', means: 'nothing lets us into a registry: see [Registries](#registries)' },
  { code: 'CREDENTIAL_REFUSED', means: 'what lets us in is not good there, or not for that name' },
  {
    code: 'TRUST_REFUSED',
    means: 'a registry does not trust the workflow: repository, workflow and environment must be as it knows them',
    concerns: isTrusting,
  },
  { code: 'NOT_APPROVED', means: 'what would be published is not the plan that was approved' },
  { code: 'NO_FILES', means: 'files for other platforms are missing: they come from the machines that build them' },
  {
    code: 'OTHER_BYTES',
    means: 'a registry has other content under that version: it was published from elsewhere. Release the next version',
  },
  { code: 'REGISTRY_SILENT', means: 'a registry gives no answer: run `publish` again later, it goes on where it was' },
  {
    code: 'UPLOAD_NEEDS_OTP',
    means: 'npm asks for a one-time password: use a token for automation, or a trusted workflow',
    concerns: has('npm'),
  },
  { code: 'PUBLISHER_HOLDS', means: 'another publish of this clone is under way' },
  { code: 'DUE_ELSEWHERE', means: 'the version is tagged on another commit, and published from there' },
];
