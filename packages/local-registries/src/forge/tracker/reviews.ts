import type { House } from '../../protocol.ts';
import { json } from '../../server/answer.ts';
import { within, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { replaced } from '../drawer.ts';
import { formOf } from '../form.ts';
import { paged } from '../page.ts';
import { badForm, unprocessable } from '../problem.ts';
import { nodeId, timeOf, userView } from '../user.ts';
import type { Book, Review } from './book.ts';
import { pullIn } from './pulls.ts';
import { pullView } from './pull-view.ts';

const states: Readonly<Partial<Record<string, string>>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

/** Reviews as a whole; comments on lines are passed over. */
export function reviewRoutes(house: House, book: Book): readonly ForgeRoute[] {
  const view = ({ repository, links }: RepositoryCall, number: number, one: Review) => ({
    id: one.id,
    node_id: nodeId('PullRequestReview', repository.key, number, one.id),
    user: userView(one.user, links),
    body: one.body,
    state: one.state,
    html_url: links.web(`/${repository.full}/pull/${number}#pullrequestreview-${one.id}`),
    pull_request_url: links.api(`/repos/${repository.full}/pulls/${number}`),
    submitted_at: one.submitted,
    commit_id: one.sha,
  });
  return [
    within('GET', '/pulls/:number/reviews', 'index', (call) => {
      const { id, pull } = pullIn(book.read(call.repository.key, call.view), call.params.number);
      return paged(call, pull.reviews, (one) => view(call, id, one));
    }),
    within('POST', '/pulls/:number/reviews', 'publish', async (call) => {
      const told = formOf(await call.said(), { event: 'string', body: 'string', commit_id: 'string' });
      const state = told.event === undefined ? 'PENDING' : states[told.event];
      if (state === undefined)
        throw badForm([
          `For 'properties/event', ${told.event ?? ''} is not a member of ["APPROVE", "REQUEST_CHANGES", "COMMENT"].`,
        ]);
      const { body = '' } = told;
      if (body === '' && state !== 'APPROVED')
        throw unprocessable({ resource: 'PullRequestReview', code: 'missing_field', field: 'body' });
      const after = await book.change(call.repository.key, async (before) => {
        const one = pullIn(before, call.params.number);
        const sha = told.commit_id ?? (await call.repository.refs.resolve(`refs/heads/${one.pull.head}`)) ?? '';
        const review: Review = {
          id: one.pull.reviews.length + 1,
          user: call.login,
          body,
          state,
          sha,
          submitted: timeOf(house.clock.now()),
        };
        const next = { ...one, pull: { ...one.pull, reviews: [...one.pull.reviews, review] } };
        return { ...before, issues: replaced(before.issues, next) };
      });
      const { id, pull } = pullIn(after, call.params.number);
      const made = pull.reviews.at(-1);
      return json(made === undefined ? {} : view(call, id, made));
    }),
    within('POST', '/pulls/:number/requested_reviewers', 'change', async (call) => {
      const { reviewers = [] } = formOf(await call.said(), { reviewers: 'strings', team_reviewers: 'strings' });
      const after = await book.change(call.repository.key, (before) => {
        const one = pullIn(before, call.params.number);
        const all = [...new Set([...one.pull.reviewers, ...reviewers])];
        return { ...before, issues: replaced(before.issues, { ...one, pull: { ...one.pull, reviewers: all } }) };
      });
      return json(await pullView(call, after, pullIn(after, call.params.number)), 201);
    }),
  ];
}
