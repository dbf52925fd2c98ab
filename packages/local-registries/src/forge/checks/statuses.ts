import type { House } from '../../protocol.ts';
import { json } from '../../server/answer.ts';
import { within, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { added, drawer, newest, none, type Numbered } from '../drawer.ts';
import { formOf } from '../form.ts';
import { paged } from '../page.ts';
import { unprocessable } from '../problem.ts';
import { repositoryView } from '../repository-view.ts';
import { nodeId, timeOf, userView } from '../user.ts';
import { commitNamed } from './commits.ts';

interface Status {
  readonly id: number;
  readonly sha: string;
  readonly state: string;
  readonly context: string;
  readonly description: string | null;
  readonly target: string | null;
  readonly creator: string;
  readonly created: string;
}

const states = ['error', 'failure', 'pending', 'success'];

export async function statusRoutes(house: House): Promise<readonly ForgeRoute[]> {
  const kept = await drawer<Numbered<Status>>(house, 'statuses', none);
  const view = ({ repository, links }: RepositoryCall, one: Status) => ({
    url: links.api(`/repos/${repository.full}/statuses/${one.sha}`),
    avatar_url: '',
    id: one.id,
    node_id: nodeId('StatusContext', repository.key, one.id),
    state: one.state,
    description: one.description,
    target_url: one.target,
    context: one.context,
    created_at: one.created,
    updated_at: one.created,
  });
  const full = (call: RepositoryCall, one: Status) => ({
    ...view(call, one),
    creator: userView(one.creator, call.links),
  });
  /** Newest first. */
  const of = (call: RepositoryCall, sha: string): readonly Status[] =>
    kept
      .read(call.repository.key, call.view)
      .all.filter((one) => one.sha === sha)
      .reverse();
  const list = async (call: RepositoryCall, name: string) =>
    paged(call, of(call, await commitNamed(call, name)), (one) => full(call, one));
  return [
    within('POST', '/statuses/:sha', 'publish', async (call) => {
      const form = {
        state: 'string',
        target_url: 'string or null',
        description: 'string or null',
        context: 'string',
      } as const;
      const told = formOf(await call.said(), form, ['state']);
      if (!states.includes(told.state))
        throw unprocessable({
          resource: 'Status',
          code: 'custom',
          field: 'state',
          message: 'state is not included in the list',
        });
      const sha = await commitNamed(call, call.params.sha);
      if ((told.description ?? '').length > 140)
        throw unprocessable({
          resource: 'Status',
          code: 'custom',
          field: 'description',
          message: 'description is too long (maximum is 140 characters)',
        });
      const after = await kept.change(call.repository.key, (before) => {
        const [context, description, target] = [
          told.context ?? 'default',
          told.description ?? null,
          told.target_url ?? null,
        ];
        if (before.all.filter((one) => one.sha === sha && one.context === context).length >= 1000)
          throw unprocessable({
            resource: 'Status',
            code: 'custom',
            message: 'This SHA and context has reached the maximum number of statuses.',
          });
        return added(before, (id) => ({
          id,
          sha,
          state: told.state,
          context,
          description,
          target,
          creator: call.login,
          created: timeOf(house.clock.now()),
        }));
      });
      const made = full(call, newest(after));
      return json(made, 201, { location: made.url });
    }),
    within('GET', '/commits/*ref/statuses', 'index', (call) => list(call, call.params.ref)),
    within('GET', '/statuses/*ref', 'index', (call) => list(call, call.params.ref)),
    within('GET', '/commits/*ref/status', 'index', async (call) => {
      const sha = await commitNamed(call, call.params.ref);
      const all = of(call, sha);
      const last = all.filter((one, at) => all.findIndex(({ context }) => context === one.context) === at);
      const { repository, links } = call;
      return json({
        state: combined(last),
        statuses: last.map((one) => view(call, one)),
        sha,
        total_count: last.length,
        repository: repositoryView(repository, links),
        commit_url: links.api(`/repos/${repository.full}/commits/${sha}`),
        url: links.api(`/repos/${repository.full}/commits/${sha}/status`),
      });
    }),
  ];
}

/** Of the newest status of each context: a failure where one failed, pending where one is or none is there. */
function combined(last: readonly Status[]): string {
  if (last.some(({ state }) => state === 'error' || state === 'failure')) return 'failure';
  return last.length === 0 || last.some(({ state }) => state === 'pending') ? 'pending' : 'success';
}
