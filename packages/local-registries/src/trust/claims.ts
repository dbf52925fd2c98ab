import { createHash, randomUUID } from 'node:crypto';
import { at, textOf, type Plain } from '../reading.ts';
import { mainBranch, workflowRef, type Job } from './job.ts';

/** Who asks for a token, as its issuer signed it. */
export interface Identity {
  readonly repository: string;
  readonly workflow: string;
  readonly environment?: string;
  readonly ref: string;
  readonly sha: string;
  /** One proof, one number. */
  readonly id: string;
  readonly expires: number;
}

const second = 1000;
/** GitHub's live so long. */
const lifeSeconds = 300;

/** What GitHub says about a job, at this time. */
export function claimsOf(job: Job, { audience, issuer, now }: Said): Plain {
  const { repository, workflow, environment, ref = mainBranch } = job;
  const [owner = '', name = ''] = repository.split('/');
  const sha = job.sha ?? createHash('sha1').update(`${repository} ${ref}`).digest('hex');
  const seconds = Math.floor(now / second);
  const where = workflowRef(job, ref);
  return {
    jti: randomUUID(),
    sub: `repo:${repository}:${environment === undefined ? `ref:${ref}` : `environment:${environment}`}`,
    aud: audience ?? `https://github.com/${owner}`,
    iss: issuer,
    iat: seconds,
    nbf: seconds,
    exp: seconds + lifeSeconds,
    ref,
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: 'false',
    sha,
    repository,
    repository_id: numberFor(repository),
    repository_owner: owner,
    repository_owner_id: numberFor(owner),
    // A public one would make npm ask a signing service of the internet for provenance.
    repository_visibility: 'private',
    workflow: workflow.replace(/\.ya?ml$/, ''),
    workflow_ref: where,
    workflow_sha: sha,
    job_workflow_ref: where,
    job_workflow_sha: sha,
    ...(environment === undefined ? {} : { environment }),
    actor: owner,
    actor_id: numberFor(owner),
    event_name: 'push',
    base_ref: '',
    head_ref: '',
    run_id: numberFor(`${name} ${sha}`),
    run_number: '1',
    run_attempt: '1',
    runner_environment: 'github-hosted',
  };
}

interface Said {
  readonly audience: string | undefined;
  readonly issuer: string;
  readonly now: number;
}

/** The same name has the same number, as long as nobody renames it. */
const numberFor = (text: string): string => String(createHash('sha256').update(text).digest().readUInt32BE() >>> 1);

/** What registries compare; nothing where a claim is missing or is not as GitHub writes it. */
export function identityIn(claims: Plain): Identity | undefined {
  const text = (name: string): string => textOf(at(claims, name)) ?? '';
  const [repository, ref, where] = [text('repository'), text('ref'), text('job_workflow_ref')];
  const [, path = '', workflow = '', of = ''] =
    /^([^/]+\/[^/]+)\/\.github\/workflows\/([^/@]+)@(.+)$/.exec(where) ?? [];
  if (path === '' || path.toLowerCase() !== repository.toLowerCase() || ![ref, text('sha')].includes(of))
    return undefined;
  const environment = text('environment');
  return {
    repository,
    workflow,
    ref,
    sha: text('sha'),
    id: text('jti'),
    expires: Number(at(claims, 'exp')) * second,
    ...(environment === '' ? {} : { environment }),
  };
}
