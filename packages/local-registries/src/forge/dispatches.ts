import type { House } from '../protocol.ts';
import type { Plain } from '../reading.ts';
import { json } from '../server/answer.ts';
import { within, type ForgeRoute } from './call.ts';
import { added, drawer, none, type Numbered } from './drawer.ts';
import { formOf } from './form.ts';
import { paged } from './page.ts';
import { badForm, ForgeProblem, unprocessable } from './problem.ts';
import { timeOf, userView } from './user.ts';

/** A call for a workflow: nothing runs here, it is kept for whoever asks. */
interface Dispatch {
  readonly id: number;
  readonly event: 'repository_dispatch' | 'workflow_dispatch';
  readonly name: string;
  readonly inputs: Plain;
  readonly branch: string;
  readonly sha: string;
  readonly actor: string;
  readonly created: string;
}

export async function dispatchRoutes(house: House): Promise<readonly ForgeRoute[]> {
  const kept = await drawer<Numbered<Dispatch>>(house, 'dispatches', none);
  return [
    within('POST', '/dispatches', 'publish', async ({ said, repository, login }) => {
      const form = { event_type: 'string', client_payload: 'object' } as const;
      const { event_type: name, client_payload: inputs = {} } = formOf(await said(), form, ['event_type']);
      if (name.length > 100)
        throw unprocessable({
          resource: 'RepositoryDispatch',
          code: 'custom',
          field: 'event_type',
          message: 'event_type is too long (maximum is 100 characters)',
        });
      if (Object.keys(inputs).length > 10)
        throw badForm([`No more than 10 properties are allowed; ${Object.keys(inputs).length} were supplied.`]);
      const branch = repository.defaultBranch;
      const sha = (await repository.refs.resolve(branch)) ?? '';
      const more = { name, inputs, branch, sha, actor: login, created: timeOf(house.clock.now()) };
      await kept.change(repository.key, (before) =>
        added(before, (id) => ({ id, event: 'repository_dispatch', ...more })),
      );
      return { status: 204 };
    }),
    within(
      'POST',
      '/actions/workflows/:workflow/dispatches',
      'publish',
      async ({ said, repository, login, params }) => {
        const { ref, inputs = {} } = formOf(await said(), { ref: 'string', inputs: 'object' }, ['ref']);
        const sha = await repository.refs.resolve(ref);
        if (sha === undefined) throw new ForgeProblem(422, `No ref found for: ${ref}`);
        const more = {
          name: params.workflow,
          inputs,
          branch: ref,
          sha,
          actor: login,
          created: timeOf(house.clock.now()),
        };
        await kept.change(repository.key, (before) =>
          added(before, (id) => ({ id, event: 'workflow_dispatch', ...more })),
        );
        return { status: 204 };
      },
    ),
    // As runs that wait for ever: whoever watches them sees what was asked for.
    within('GET', '/actions/runs', 'index', (call) => {
      const { repository, links, view, query } = call;
      const event = query.get('event');
      const all = [...kept.read(repository.key, view).all]
        .reverse()
        .filter((one) => event === null || one.event === event);
      return paged(
        call,
        all,
        (one) => ({
          id: one.id,
          name: one.name,
          event: one.event,
          display_title: one.name,
          head_branch: one.branch,
          head_sha: one.sha,
          status: 'queued',
          conclusion: null,
          inputs: one.inputs,
          url: links.api(`/repos/${repository.full}/actions/runs/${one.id}`),
          html_url: links.web(`/${repository.full}/actions/runs/${one.id}`),
          created_at: one.created,
          updated_at: one.created,
          actor: userView(one.actor, links),
        }),
        'workflow_runs',
      );
    }),
    within('GET', '/actions/workflows', 'index', () => json({ total_count: 0, workflows: [] })),
  ];
}
