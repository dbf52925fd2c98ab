import type { House } from '../../protocol.ts';
import { at, listOf, plain, textOf, type Plain } from '../../reading.ts';
import { json } from '../../server/answer.ts';
import { numberIn, within, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { added, drawer, newest, none, replaced, type Numbered } from '../drawer.ts';
import { formOf, type Form } from '../form.ts';
import { paged } from '../page.ts';
import { badForm, notFound, unprocessable } from '../problem.ts';
import { nodeId, timeOf } from '../user.ts';
import { commitNamed } from './commits.ts';

interface Run {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly started: string;
  readonly completed: string | null;
  readonly details: string | null;
  readonly external: string;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotations: readonly Plain[];
}

const form = {
  name: 'string',
  head_sha: 'string',
  details_url: 'string',
  external_id: 'string',
  status: 'string',
  started_at: 'string',
  conclusion: 'string',
  completed_at: 'string',
  output: 'object',
} as const;
type Told = Form<typeof form, never>;

const statuses = ['queued', 'in_progress', 'completed', 'waiting', 'requested', 'pending'];
const conclusions = ['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'stale', 'timed_out'];

export async function checkRunRoutes(house: House): Promise<readonly ForgeRoute[]> {
  const kept = await drawer<Numbered<Run>>(house, 'check-runs', none);
  const now = (): string => timeOf(house.clock.now());
  const find = (call: RepositoryCall, id: string): Run => {
    const run = kept.read(call.repository.key, call.view).all.find((one) => one.id === numberIn(id));
    if (run === undefined) throw notFound();
    return run;
  };
  return [
    within('POST', '/check-runs', 'publish', async (call) => {
      const told = formOf(await call.said(), form, ['name', 'head_sha']);
      const sha = await commitNamed(call, told.head_sha);
      const first = { sha, name: told.name, status: 'queued', conclusion: null, started: now(), completed: null };
      const rest = { details: null, external: '', title: null, summary: null, text: null, annotations: [] };
      const after = await kept.change(call.repository.key, (before) =>
        added(before, (id) => next({ id, ...first, ...rest }, told, now())),
      );
      const made = view(call, newest(after));
      return json(made, 201, { location: made.url });
    }),
    within('PATCH', '/check-runs/:id', 'change', async (call) => {
      const told = formOf(await call.said(), form);
      await kept.change(call.repository.key, (before) => {
        const run = before.all.find(({ id }) => id === numberIn(call.params.id));
        if (run === undefined) throw notFound();
        return replaced(before, next(run, told, now()));
      });
      return json(view(call, find(call, call.params.id)));
    }),
    within('GET', '/check-runs/:id', 'index', (call) => json(view(call, find(call, call.params.id)))),
    within('GET', '/check-runs/:id/annotations', 'index', (call) =>
      paged(call, find(call, call.params.id).annotations, (one) => one),
    ),
    within('GET', '/commits/*ref/check-runs', 'index', async (call) => {
      const sha = await commitNamed(call, call.params.ref);
      const [name, status, filter] = ['check_name', 'status', 'filter'].map((one) => call.query.get(one) ?? undefined);
      const all = kept
        .read(call.repository.key, call.view)
        .all.filter((run) => run.sha === sha)
        .reverse();
      const shown = all
        .filter((run, index) => filter === 'all' || all.findIndex((other) => other.name === run.name) === index)
        .filter((run) => (name === undefined || run.name === name) && (status === undefined || run.status === status));
      return paged(call, shown, (one) => view(call, one), 'check_runs');
    }),
  ];
}

/** A conclusion completes a run; one that is completed needs a conclusion. */
function next(run: Run, told: Told, now: string): Run {
  member('status', told.status, statuses);
  member('conclusion', told.conclusion, conclusions);
  const status =
    told.status ?? (told.conclusion === undefined && told.completed_at === undefined ? run.status : 'completed');
  const isDone = told.conclusion !== undefined || status === 'completed';
  const conclusion = told.conclusion ?? (isDone ? run.conclusion : null);
  if (isDone && conclusion === null)
    throw unprocessable({ resource: 'CheckRun', code: 'missing_field', field: 'conclusion' });
  const output = outputOf(told.output);
  return {
    ...run,
    name: told.name ?? run.name,
    status: isDone ? 'completed' : status,
    conclusion,
    started: told.started_at ?? run.started,
    completed: isDone ? (told.completed_at ?? run.completed ?? now) : null,
    details: told.details_url ?? run.details,
    external: told.external_id ?? run.external,
    ...(output === undefined ? {} : { ...output, annotations: [...run.annotations, ...output.annotations] }),
  };
}

function member(field: string, value: string | undefined, words: readonly string[]): void {
  if (value === undefined || words.includes(value)) return;
  throw badForm([`For 'properties/${field}', ${value} is not a member of ${JSON.stringify(words)}.`]);
}

function outputOf(output: Plain | undefined) {
  if (output === undefined) return undefined;
  const [title, summary] = [textOf(at(output, 'title')), textOf(at(output, 'summary'))];
  if (title === undefined || summary === undefined)
    throw badForm([`For 'properties/output', "${title === undefined ? 'title' : 'summary'}" wasn't supplied.`]);
  const annotations: readonly Plain[] = (listOf(at(output, 'annotations')) ?? [])
    .map(plain)
    .filter((one) => one !== undefined);
  if (annotations.length > 50) throw badForm(["For 'properties/annotations', more than 50 items were supplied."]);
  return { title, summary, text: textOf(at(output, 'text')) ?? null, annotations };
}

function view({ repository, links }: RepositoryCall, run: Run) {
  const url = links.api(`/repos/${repository.full}/check-runs/${run.id}`);
  return {
    id: run.id,
    node_id: nodeId('CheckRun', repository.key, run.id),
    head_sha: run.sha,
    external_id: run.external,
    url,
    html_url: links.web(`/${repository.full}/runs/${run.id}`),
    details_url: run.details,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.started,
    completed_at: run.completed,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    name: run.name,
    check_suite: { id: 1 },
    app: { id: 1, slug: 'local', name: 'local' },
    pull_requests: [],
  };
}
