import type { House } from '../../protocol.ts';
import { json } from '../../server/answer.ts';
import { numberIn, within, type ForgeRoute } from '../call.ts';
import { added, dropped, newest, replaced } from '../drawer.ts';
import { formOf } from '../form.ts';
import { paged } from '../page.ts';
import { badForm, unprocessable } from '../problem.ts';
import { timeOf } from '../user.ts';
import { among, type Book, type Content, type Milestone } from './book.ts';
import { milestoneView } from './view.ts';

const form = { title: 'string', state: 'string', description: 'string or null', due_on: 'string or null' } as const;

export function milestoneRoutes(house: House, book: Book): readonly ForgeRoute[] {
  const now = (): string => timeOf(house.clock.now());
  return [
    within('GET', '/milestones', 'index', (call) => {
      const content = book.read(call.repository.key, call.view);
      const state = call.query.get('state') ?? 'open';
      const shown = content.milestones.all.filter((one) => state === 'all' || one.state === state);
      return paged(call, shown, (one) => milestoneView(call, content, one));
    }),
    within('POST', '/milestones', 'publish', async (call) => {
      const told = formOf(await call.said(), form, ['title']);
      const after = await book.change(call.repository.key, (before) => {
        free(before, told.title);
        const { title, description = null, due_on: due = null, state = 'open' } = told;
        const times = { created: now(), updated: now(), closed: closedAt(state, now()) };
        const made = (id: number): Milestone => ({ id, title, description, due, state, creator: call.login, ...times });
        return { ...before, milestones: added(before.milestones, made) };
      });
      const made = milestoneView(call, after, newest(after.milestones));
      return json(made, 201, { location: made.url });
    }),
    within('GET', '/milestones/:number', 'index', (call) => {
      const content = book.read(call.repository.key, call.view);
      return json(milestoneView(call, content, among(content.milestones, numberIn(call.params.number))));
    }),
    within('PATCH', '/milestones/:number', 'change', async (call) => {
      const told = formOf(await call.said(), form);
      const id = numberIn(call.params.number);
      const after = await book.change(call.repository.key, (before) => {
        const one = among(before.milestones, id);
        free(before, told.title ?? one.title, id);
        const state = told.state ?? one.state;
        const next: Milestone = {
          ...one,
          title: told.title ?? one.title,
          description: told.description === undefined ? one.description : told.description,
          due: told.due_on === undefined ? one.due : told.due_on,
          state,
          updated: now(),
          closed: closedAt(state, one.closed ?? now()),
        };
        return { ...before, milestones: replaced(before.milestones, next) };
      });
      return json(milestoneView(call, after, among(after.milestones, id)));
    }),
    within('DELETE', '/milestones/:number', 'change', async (call) => {
      const id = numberIn(call.params.number);
      await book.change(call.repository.key, (before) => {
        among(before.milestones, id);
        const all = before.issues.all.map((one) => (one.milestone === id ? { ...one, milestone: null } : one));
        return { ...before, milestones: dropped(before.milestones, id), issues: { ...before.issues, all } };
      });
      return { status: 204 };
    }),
  ];
}

function free({ milestones }: Content, title: string, but = 0): void {
  if (title === '') throw unprocessable({ resource: 'Milestone', code: 'missing_field', field: 'title' });
  if (milestones.all.some((one) => one.id !== but && one.title === title))
    throw unprocessable({ resource: 'Milestone', code: 'already_exists', field: 'title' });
}

function closedAt(state: string, when: string): string | null {
  if (state !== 'open' && state !== 'closed')
    throw badForm([`For 'properties/state', ${state} is not a member of ["open", "closed"].`]);
  return state === 'closed' ? when : null;
}
