import type { Protocol } from '../protocol.ts';
import { json } from '../server/answer.ts';
import { Refused } from '../server/refusal.ts';
import { route } from '../server/route.ts';
import { jobOf } from '../trust/job.ts';

/** An issuer of proofs as GitHub Actions has one: jobs ask it who they are, and registries that trust them believe it. */
export const oidc: Protocol = {
  open: ({ trust }) =>
    Promise.resolve({
      routes: [
        route('GET', '/.well-known/openid-configuration', 'open', ({ origin }) =>
          json({
            issuer: origin,
            jwks_uri: `${origin}/.well-known/jwks`,
            subject_types_supported: ['public', 'pairwise'],
            response_types_supported: ['id_token'],
            id_token_signing_alg_values_supported: ['RS256'],
            scopes_supported: ['openid'],
            claims_supported,
          }),
        ),
        route('GET', '/.well-known/jwks', 'open', async () => json({ keys: await trust.issuer.keys() })),
        // A job's own address, which the CI tells it: what the job is stands in the query.
        route('GET', '/id-token', 'account', async ({ query, origin }) => {
          const job = jobOf(query);
          if (typeof job === 'string') throw new Refused('invalid', job);
          const value = await trust.issuer.mint(job, query.get('audience') ?? undefined, origin);
          return json({ count: value.length, value });
        }),
      ],
      refuse: ({ status, message, headers }) => json({ message }, status, headers),
      // Nothing that belongs into everybody's environment: a client that believes itself in a CI behaves otherwise.
      clients: () => ({}),
    }),
};

const claims_supported = [
  ...['sub', 'aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'ref', 'sha', 'repository', 'repository_id', 'repository_owner'],
  ...['repository_owner_id', 'run_id', 'run_number', 'run_attempt', 'actor', 'actor_id', 'workflow', 'workflow_ref'],
  ...['workflow_sha', 'head_ref', 'base_ref', 'event_name', 'ref_type', 'ref_protected', 'environment'],
  ...['job_workflow_ref', 'job_workflow_sha', 'repository_visibility', 'runner_environment'],
];
