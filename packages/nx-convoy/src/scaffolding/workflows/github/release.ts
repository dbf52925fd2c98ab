import { planJob } from './plan-job.ts';
import { buildJob, mergeJob, testJob } from './making-jobs.ts';
import type { Parts } from '../parts.ts';
import { publishJob, pushJob, verifyJob } from './sending-jobs.ts';
import { startsOf } from './starts.ts';

/** Plan, build, test, merge, push, publish, verify. A job has the rights that its own steps need, and no others. */
export const releaseWorkflow = (parts: Parts): object => ({
  name: 'Release',
  on: startsOf(parts),
  permissions: {},
  defaults: { run: { shell: 'bash' } },
  jobs: {
    plan: planJob(parts),
    build: buildJob(parts),
    test: testJob(parts),
    merge: mergeJob(parts),
    ...(parts.makesCommit ? { push: pushJob(parts) } : {}),
    publish: publishJob(parts),
    verify: verifyJob(parts),
  },
});
