import { json } from '../server/answer.ts';
import { anywhere, within, type ForgeRoute } from './call.ts';
import { repositoryView } from './repository-view.ts';
import { userView } from './user.ts';
import type { Meter } from './meter.ts';

/** Who asks, what they may, and what the forge is. */
export function accountRoutes(meter: Meter): readonly ForgeRoute[] {
  return [
    anywhere('GET', '/', 'open', ({ links }) =>
      json({
        current_user_url: links.api('/user'),
        rate_limit_url: links.api('/rate_limit'),
        repository_url: `${links.api('/repos')}/{owner}/{repo}`,
        user_url: `${links.api('/users')}/{user}`,
      }),
    ),
    anywhere('GET', '/user', 'account', ({ login, links }) =>
      json({ ...userView(login, links), name: login, email: `${login}@localhost` }, 200, {
        'x-oauth-scopes': 'repo, workflow',
      }),
    ),
    anywhere('GET', '/users/:login', 'index', ({ params, links }) => json(userView(params.login, links))),
    anywhere('GET', '/rate_limit', 'open', ({ login }) => {
      const core = meter.of(login);
      return json({ resources: { core, search: core, graphql: core }, rate: core });
    }),
    anywhere('GET', '/meta', 'open', () =>
      json({ verifiable_password_authentication: false, installed_version: '3.17.0' }),
    ),
    within('GET', '', 'index', ({ repository, links }) => json(repositoryView(repository, links))),
  ];
}
