import type { House } from '../../protocol.ts';
import { json } from '../../server/answer.ts';
import { numberIn, within, type ForgeRoute } from '../call.ts';
import { added, dropped, newest, replaced } from '../drawer.ts';
import { formOf } from '../form.ts';
import { paged } from '../page.ts';
import { unprocessable } from '../problem.ts';
import { timeOf } from '../user.ts';
import { among, type Book } from './book.ts';
import { commentView } from './view.ts';

/** Comments on issues and on the conversation of pull requests, which GitHub keeps in one place. */
export function commentRoutes(house: House, book: Book): readonly ForgeRoute[] {
  const now = (): string => timeOf(house.clock.now());
  return [
    within('GET', '/issues/comments', 'index', (call) =>
      paged(call, book.read(call.repository.key, call.view).comments.all, (one) => commentView(call, one)),
    ),
    within('GET', '/issues/comments/:id', 'index', (call) =>
      json(commentView(call, among(book.read(call.repository.key, call.view).comments, numberIn(call.params.id)))),
    ),
    within('PATCH', '/issues/comments/:id', 'change', async (call) => {
      const body = written(formOf(await call.said(), { body: 'string' }, ['body']).body);
      const id = numberIn(call.params.id);
      const after = await book.change(call.repository.key, (before) => {
        const next = { ...among(before.comments, id), body, updated: now() };
        return { ...before, comments: replaced(before.comments, next) };
      });
      return json(commentView(call, among(after.comments, id)));
    }),
    within('DELETE', '/issues/comments/:id', 'change', async (call) => {
      const id = numberIn(call.params.id);
      await book.change(call.repository.key, (before) => {
        among(before.comments, id);
        return { ...before, comments: dropped(before.comments, id) };
      });
      return { status: 204 };
    }),
    within('GET', '/issues/:number/comments', 'index', (call) => {
      const { issues, comments } = book.read(call.repository.key, call.view);
      const { id } = among(issues, numberIn(call.params.number));
      const mine = comments.all.filter(({ issue }) => issue === id);
      return paged(call, mine, (one) => commentView(call, one));
    }),
    within('POST', '/issues/:number/comments', 'publish', async (call) => {
      const body = written(formOf(await call.said(), { body: 'string' }, ['body']).body);
      const issue = numberIn(call.params.number);
      const after = await book.change(call.repository.key, (before) => {
        const one = { ...among(before.issues, issue), updated: now() };
        const times = { created: now(), updated: now() };
        const comments = added(before.comments, (id) => ({ id, issue, body, user: call.login, ...times }));
        return { ...before, issues: replaced(before.issues, one), comments };
      });
      const made = commentView(call, newest(after.comments));
      return json(made, 201, { location: made.url });
    }),
  ];
}

function written(body: string): string {
  if (body.trim() === '') throw unprocessable({ resource: 'IssueComment', code: 'missing_field', field: 'body' });
  return body;
}
