import { json } from '../../server/answer.ts';
import { listOf, plain, textOf, at } from '../../reading.ts';
import { numberIn, within, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { added, dropped, newest, replaced } from '../drawer.ts';
import { formOf } from '../form.ts';
import { paged } from '../page.ts';
import { badForm, ForgeProblem, notFound, unprocessable } from '../problem.ts';
import { among, labelNamed, type Book, type Content, type Issue, type Label } from './book.ts';
import { labelsOf, labelView } from './view.ts';

export function labelRoutes(book: Book): readonly ForgeRoute[] {
  const find = ({ repository, view }: RepositoryCall, name: string): Label => {
    const one = labelNamed(book.read(repository.key, view), name);
    if (one === undefined) throw notFound();
    return one;
  };
  /** Gives an issue other labels, and tells all that it has then. */
  const relabel = async (
    call: RepositoryCall<{ readonly number: string }>,
    next: (content: Content, issue: Issue) => Labelled,
  ) => {
    const id = numberIn(call.params.number);
    const after = await book.change(call.repository.key, (before) => {
      const { content, labels } = next(before, among(before.issues, id));
      return { ...content, issues: replaced(content.issues, { ...among(content.issues, id), labels }) };
    });
    return json(labelsOf(call, after, among(after.issues, id)));
  };
  return [
    within('GET', '/labels', 'index', (call) =>
      paged(call, book.read(call.repository.key, call.view).labels.all, (one) => labelView(call, one)),
    ),
    within('POST', '/labels', 'publish', async (call) => {
      const told = formOf(await call.said(), labelForm, ['name']);
      const after = await book.change(call.repository.key, (before) => {
        if (labelNamed(before, told.name) !== undefined) throw taken();
        const { name, color = 'ededed', description = null } = told;
        return { ...before, labels: added(before.labels, (id) => checked({ id, name, color, description })) };
      });
      const made = labelView(call, newest(after.labels));
      return json(made, 201, { location: made.url });
    }),
    within('GET', '/labels/*name', 'index', (call) => json(labelView(call, find(call, call.params.name)))),
    within('PATCH', '/labels/*name', 'change', async (call) => {
      const told = formOf(await call.said(), { ...labelForm, new_name: 'string' });
      const { id } = find(call, call.params.name);
      const after = await book.change(call.repository.key, (before) => {
        const one = among(before.labels, id);
        const name = told.new_name ?? one.name;
        if (before.labels.all.some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase()))
          throw taken();
        const description = told.description === undefined ? one.description : told.description;
        return {
          ...before,
          labels: replaced(before.labels, checked({ id, name, color: told.color ?? one.color, description })),
        };
      });
      return json(labelView(call, among(after.labels, id)));
    }),
    within('DELETE', '/labels/*name', 'change', async (call) => {
      const { id } = find(call, call.params.name);
      // Issues that had it show it no more: its number is never given again.
      await book.change(call.repository.key, (before) => ({ ...before, labels: dropped(before.labels, id) }));
      return { status: 204 };
    }),
    within('GET', '/issues/:number/labels', 'index', (call) => {
      const content = book.read(call.repository.key, call.view);
      return paged(call, labelsOf(call, content, among(content.issues, numberIn(call.params.number))), (one) => one);
    }),
    within('POST', '/issues/:number/labels', 'change', async (call) => {
      const names = namesIn(await call.said());
      return relabel(call, (content, issue) => {
        const { content: next, labels } = labelled(content, names);
        return { content: next, labels: [...new Set([...issue.labels, ...labels])] };
      });
    }),
    within('PUT', '/issues/:number/labels', 'change', async (call) => {
      const names = namesIn(await call.said());
      return relabel(call, (content) => labelled(content, names));
    }),
    within('DELETE', '/issues/:number/labels', 'change', async (call) => {
      await relabel(call, (content) => ({ content, labels: [] }));
      return { status: 204 };
    }),
    within('DELETE', '/issues/:number/labels/*name', 'change', (call) =>
      relabel(call, (content, issue) => {
        const id = labelNamed(content, call.params.name)?.id;
        if (id === undefined || !issue.labels.includes(id)) throw new ForgeProblem(404, 'Label does not exist');
        return { content, labels: issue.labels.filter((one) => one !== id) };
      }),
    ),
  ];
}

const labelForm = { name: 'string', color: 'string', description: 'string or null' } as const;

export interface Labelled {
  readonly content: Content;
  readonly labels: readonly number[];
}

/** The labels of these names; one that is not there is made, as GitHub does for whoever may write. */
export function labelled(content: Content, names: readonly string[]): Labelled {
  let next = content;
  for (const name of names) {
    if (labelNamed(next, name) !== undefined) continue;
    next = { ...next, labels: added(next.labels, (id) => checked({ id, name, color: 'ededed', description: null })) };
  }
  return { content: next, labels: [...new Set(names.flatMap((name) => labelNamed(next, name)?.id ?? []))] };
}

/** `{ labels: [...] }`, or the list by itself; each a name, or an object that has one. */
function namesIn(body: unknown): readonly string[] {
  const told = listOf(body) ?? listOf(at(plain(body), 'labels'));
  if (told === undefined) throw badForm(['"labels" wasn\'t supplied.']);
  return namesOf(told);
}

export function namesOf(told: readonly unknown[]): readonly string[] {
  const names = told.map((one) => textOf(one) ?? textOf(at(plain(one), 'name')));
  if (names.some((name) => name === undefined))
    throw badForm(["For 'properties/labels', the items are not all labels."]);
  return names.filter((name) => name !== undefined);
}

function checked(label: Label): Label {
  if (label.name.trim() === '' || label.name.length > 50)
    throw unprocessable({ resource: 'Label', code: 'invalid', field: 'name' });
  if (!/^[0-9a-f]{6}$/i.test(label.color)) throw unprocessable({ resource: 'Label', code: 'invalid', field: 'color' });
  if ((label.description ?? '').length > 100)
    throw unprocessable({ resource: 'Label', code: 'invalid', field: 'description' });
  return label;
}

const taken = () => unprocessable({ resource: 'Label', code: 'already_exists', field: 'name' });
