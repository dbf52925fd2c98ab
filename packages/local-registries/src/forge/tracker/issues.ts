import type { House } from '../../protocol.ts';
import { json } from '../../server/answer.ts';
import { numberIn, within, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { added, newest, replaced } from '../drawer.ts';
import { formOf, type Form } from '../form.ts';
import { listOf } from '../../reading.ts';
import { paged } from '../page.ts';
import { badForm, unprocessable } from '../problem.ts';
import { timeOf } from '../user.ts';
import { among, labelNamed, type Book, type Content, type Issue, type Pull } from './book.ts';
import { labelled, namesOf } from './labels.ts';
import { issueView } from './view.ts';

const form = {
  title: 'string or integer',
  body: 'string or null',
  labels: 'any',
  milestone: 'number or null',
  assignees: 'strings',
  state: 'string',
  state_reason: 'string or null',
} as const;
export type IssueTold = Form<typeof form, never>;

export function issueRoutes(house: House, book: Book): readonly ForgeRoute[] {
  const now = (): string => timeOf(house.clock.now());
  return [
    within('GET', '/issues', 'index', (call) => {
      const content = book.read(call.repository.key, call.view);
      return paged(call, chosen(call, content), (one) => issueView(call, content, one));
    }),
    within('POST', '/issues', 'publish', async (call) => {
      const told = formOf(await call.said(), form, ['title']);
      const after = await book.change(call.repository.key, (before) =>
        opened(before, told, { author: call.login, now: now() }),
      );
      const made = issueView(call, after, newest(after.issues));
      return json(made, 201, { location: made.url });
    }),
    within('GET', '/issues/:number', 'index', (call) => {
      const content = book.read(call.repository.key, call.view);
      return json(issueView(call, content, among(content.issues, numberIn(call.params.number))));
    }),
    within('PATCH', '/issues/:number', 'change', async (call) => {
      const told = formOf(await call.said(), form);
      const id = numberIn(call.params.number);
      const after = await book.change(call.repository.key, (before) =>
        edited(before, among(before.issues, id), told, now()),
      );
      return json(issueView(call, after, among(after.issues, id)));
    }),
  ];
}

export interface Opening {
  readonly author: string;
  readonly now: string;
  readonly pull?: Pull;
}

export function opened(before: Content, told: IssueTold, { author, now, pull }: Opening): Content {
  const { content, labels } = labelled(before, namesOf(listOf(told.labels) ?? []));
  const bare = (id: number): Issue => ({
    id,
    title: String(told.title ?? ''),
    body: told.body ?? null,
    state: 'open',
    reason: null,
    isLocked: false,
    author,
    labels,
    milestone: milestoneIn(content, told.milestone ?? null),
    assignees: told.assignees ?? [],
    created: now,
    updated: now,
    closed: null,
    ...(pull === undefined ? {} : { pull }),
  });
  return { ...content, issues: added(content.issues, (id) => titled(bare(id))) };
}

export function edited(before: Content, one: Issue, told: IssueTold, now: string): Content {
  const labels = listOf(told.labels);
  const { content, labels: named } =
    labels === undefined ? { content: before, labels: one.labels } : labelled(before, namesOf(labels));
  const state = told.state ?? one.state;
  if (state !== 'open' && state !== 'closed')
    throw badForm([`For 'properties/state', ${state} is not a member of ["open", "closed"].`]);
  const usual = state === one.state ? one.reason : state === 'closed' ? 'completed' : 'reopened';
  const next: Issue = titled({
    ...one,
    title: told.title === undefined ? one.title : String(told.title),
    body: told.body === undefined ? one.body : told.body,
    state,
    reason: one.pull !== undefined ? null : (told.state_reason ?? usual),
    labels: named,
    milestone: told.milestone === undefined ? one.milestone : milestoneIn(content, told.milestone),
    assignees: told.assignees ?? one.assignees,
    updated: now,
    closed: state === 'closed' ? (one.closed ?? now) : null,
  });
  return { ...content, issues: replaced(content.issues, next) };
}

function titled(issue: Issue): Issue {
  const [resource, field] = [issue.pull === undefined ? 'Issue' : 'PullRequest', 'title'];
  if (issue.title.trim() === '') throw unprocessable({ resource, code: 'missing_field', field });
  if (issue.title.length > 256)
    throw unprocessable({ resource, code: 'custom', field, message: 'title is too long (maximum is 256 characters)' });
  return issue;
}

function milestoneIn({ milestones }: Content, id: number | null): number | null {
  if (id !== null && !milestones.all.some((one) => one.id === id))
    throw unprocessable({ resource: 'Issue', code: 'invalid', field: 'milestone', value: id });
  return id;
}

/** Those that the query asks for, newest first unless it says otherwise. */
function chosen({ query }: RepositoryCall, content: Content): readonly Issue[] {
  const [state, milestone, creator, assignee, since] = ['state', 'milestone', 'creator', 'assignee', 'since'].map(
    (name) => query.get(name) ?? undefined,
  );
  const labels = (query.get('labels') ?? '').split(',').filter((name) => name.trim() !== '');
  const wanted = labels.map((name) => labelNamed(content, name.trim())?.id);
  const by = query.get('sort') === 'updated' ? 'updated' : 'created';
  const back = query.get('direction') === 'asc' ? 1 : -1;
  return content.issues.all
    .filter((one) => state === 'all' || one.state === (state ?? 'open'))
    .filter((one) => wanted.every((id) => id !== undefined && one.labels.includes(id)))
    .filter((one) => isAsked(milestone, one.milestone === null ? undefined : String(one.milestone)))
    .filter(
      (one) =>
        assignee === undefined ||
        (assignee === 'none'
          ? one.assignees.length === 0
          : assignee === '*'
            ? one.assignees.length > 0
            : one.assignees.includes(assignee)),
    )
    .filter((one) => (creator === undefined || one.author === creator) && (since === undefined || one.updated >= since))
    .sort((a, b) => back * (a[by].localeCompare(b[by]) || a.id - b.id));
}

function isAsked(asked: string | undefined, has: string | undefined): boolean {
  if (asked === undefined) return true;
  if (asked === 'none') return has === undefined;
  return asked === '*' ? has !== undefined : asked === has;
}
