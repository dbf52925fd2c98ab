import type { Address } from '../protocol.ts';

/** A job of some CI: what its issuer says about it to whom it wants to publish. */
export interface Job {
  /** `owner/name` */
  readonly repository: string;
  /** The file in `.github/workflows`. */
  readonly workflow: string;
  readonly environment?: string;
  /** `refs/heads/main`, unless told. */
  readonly ref?: string;
  readonly sha?: string;
}

/**
 * The variables of a job on GitHub Actions that may ask for proofs of who it is. What the job is stands in the address, as it does with
 * GitHub in another way; clients only add the audience.
 */
export function jobEnvironment(
  { url, token }: Pick<Address, 'url' | 'token'>,
  job: Job,
): Readonly<Record<string, string>> {
  const { repository, workflow, environment, ref = mainBranch, sha } = job;
  const query = new URLSearchParams({ repository, workflow, ref, ...(sha === undefined ? {} : { sha }) });
  if (environment !== undefined) query.set('environment', environment);
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: repository,
    GITHUB_REF: ref,
    GITHUB_WORKFLOW_REF: workflowRef({ repository, workflow }, ref),
    ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/id-token?${query.toString()}`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: token,
  };
}

export const mainBranch = 'refs/heads/main';

export const workflowRef = ({ repository, workflow }: Pick<Job, 'repository' | 'workflow'>, ref: string): string =>
  `${repository}/.github/workflows/${workflow}@${ref}`;

/** The job that the query of such an address describes, or what is wrong with it. */
export function jobOf(query: URLSearchParams): Job | string {
  const [repository, workflow] = [query.get('repository') ?? '', query.get('workflow') ?? ''];
  if (!isRepository(repository)) return 'The address must tell the repository of the job: ?repository=owner/name';
  if (!isWorkflow(workflow)) return 'The address must tell the workflow of the job: &workflow=release.yml';
  const [environment, sha] = [query.get('environment'), query.get('sha')];
  return {
    repository,
    workflow,
    ref: query.get('ref') ?? mainBranch,
    ...(environment === null || environment === '' ? {} : { environment }),
    ...(sha === null ? {} : { sha }),
  };
}

export const isRepository = (text: string): boolean => /^[\w.-]+\/[\w.-]+$/.test(text);
export const isWorkflow = (text: string): boolean => /^[\w.-]+\.ya?ml$/.test(text);
