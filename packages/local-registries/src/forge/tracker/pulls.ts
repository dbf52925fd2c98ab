import type { House } from '../../protocol.ts';
import { json } from '../../server/answer.ts';
import { numberIn, within, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { newest, replaced } from '../drawer.ts';
import { formOf } from '../form.ts';
import { paged } from '../page.ts';
import { badForm, ForgeProblem, notFound, unprocessable } from '../problem.ts';
import { timeOf } from '../user.ts';
import { among, type Book, type Content, type Issue, type Pull } from './book.ts';
import { edited, opened } from './issues.ts';
import { isPull, pullView, type PullRequest } from './pull-view.ts';

const form = {
  title: 'string',
  body: 'string or null',
  head: 'string',
  base: 'string',
  draft: 'boolean',
  state: 'string',
  maintainer_can_modify: 'boolean',
} as const;

export function pullRoutes(house: House, book: Book): readonly ForgeRoute[] {
  const now = (): string => timeOf(house.clock.now());
  const find = (call: RepositoryCall<{ readonly number: string }>): readonly [Content, PullRequest] => {
    const content = book.read(call.repository.key, call.view);
    return [content, pullIn(content, call.params.number)];
  };
  return [
    within('GET', '/pulls', 'index', async (call) => {
      const content = book.read(call.repository.key, call.view);
      const [state, head, base] = ['state', 'head', 'base'].map((name) => call.query.get(name) ?? undefined);
      const shown = content.issues.all
        .filter(isPull)
        .filter((one) => state === 'all' || one.state === (state ?? 'open'))
        .filter(({ pull }) => head === undefined || branchOf(head) === pull.head)
        .filter(({ pull }) => base === undefined || base === pull.base)
        .reverse();
      const views = new Map(
        await Promise.all(shown.map(async (one) => [one.id, await pullView(call, content, one)] as const)),
      );
      return paged(call, shown, ({ id }) => views.get(id));
    }),
    within('POST', '/pulls', 'publish', async (call) => {
      const {
        head: named,
        base,
        draft: isDraft = false,
        ...told
      } = formOf(await call.said(), form, ['title', 'head', 'base']);
      const head = branchOf(named);
      await checkBranches(call, { head, base });
      const after = await book.change(call.repository.key, (before) => {
        const same = before.issues.all.some(
          ({ pull, state }) => state === 'open' && pull?.head === head && pull.base === base,
        );
        if (same)
          throw unprocessable({
            resource: 'PullRequest',
            code: 'custom',
            message: `A pull request already exists for ${call.repository.owner}:${head}.`,
          });
        const pull: Pull = { head, base, isDraft, reviewers: [], reviews: [] };
        return opened(before, { title: told.title, body: told.body ?? null }, { author: call.login, now: now(), pull });
      });
      const made = await pullView(call, after, pullIn(after, String(newest(after.issues).id)));
      return json(made, 201, { location: made.url });
    }),
    within('GET', '/pulls/:number', 'index', async (call) => json(await pullView(call, ...find(call)))),
    within('PATCH', '/pulls/:number', 'change', async (call) => {
      const told = formOf(await call.said(), form);
      const after = await book.change(call.repository.key, (before) => {
        const one = pullIn(before, call.params.number);
        if (told.state === 'open' && one.pull.merged !== undefined)
          throw unprocessable({
            resource: 'PullRequest',
            code: 'invalid',
            field: 'state',
            message: 'state cannot be changed. The pull request has been merged.',
          });
        const next = { ...one, pull: { ...one.pull, base: told.base ?? one.pull.base } };
        const { title, body, state } = told;
        const issue = {
          ...(title === undefined ? {} : { title }),
          ...(body === undefined ? {} : { body }),
          ...(state === undefined ? {} : { state }),
        };
        return edited(before, next, issue, now());
      });
      return json(await pullView(call, after, pullIn(after, call.params.number)));
    }),
    within('GET', '/pulls/:number/merge', 'index', (call) => {
      if (find(call)[1].pull.merged === undefined) throw notFound();
      return { status: 204 };
    }),
    within('PUT', '/pulls/:number/merge', 'change', async (call) => {
      const words = {
        commit_title: 'string',
        commit_message: 'string',
        sha: 'string',
        merge_method: 'string',
      } as const;
      const told = formOf(await call.said(), words);
      const how = told.merge_method ?? 'merge';
      if (how !== 'merge' && how !== 'squash' && how !== 'rebase')
        throw badForm([`For 'properties/merge_method', ${how} is not a member of ["merge", "squash", "rebase"].`]);
      const after = await book.change(call.repository.key, async (before) => {
        const one = pullIn(before, call.params.number);
        const merged = await mergedBy(
          call,
          one,
          { how, sha: told.sha, title: told.commit_title, message: told.commit_message },
          now(),
        );
        return {
          ...before,
          issues: replaced(before.issues, {
            ...one,
            state: 'closed',
            closed: now(),
            updated: now(),
            pull: { ...one.pull, merged },
          }),
        };
      });
      return json({
        sha: pullIn(after, call.params.number).pull.merged?.sha,
        merged: true,
        message: 'Pull Request successfully merged',
      });
    }),
    within('GET', '/pulls/:number/files', 'index', async (call) => {
      const [, { pull }] = find(call);
      const files = await changesOf(call, pull);
      return paged(call, files, ([status, filename]) => ({
        sha: null,
        filename,
        status: { A: 'added', D: 'removed' }[status] ?? 'modified',
        additions: 0,
        deletions: 0,
        changes: 0,
      }));
    }),
  ];
}

/** `owner:branch` or the branch alone. */
const branchOf = (head: string): string => head.replace(/^[^:]*:/, '');

export function pullIn(content: Content, number: string): PullRequest {
  const one: Issue = among(content.issues, numberIn(number));
  if (!isPull(one)) throw notFound();
  return one;
}

async function checkBranches(
  { repository: { refs } }: RepositoryCall,
  { head, base }: Pick<Pull, 'head' | 'base'>,
): Promise<void> {
  for (const [field, name] of [
    ['base', base],
    ['head', head],
  ] as const) {
    if ((await refs.get(`refs/heads/${name}`)) === undefined)
      throw unprocessable({ resource: 'PullRequest', code: 'invalid', field });
  }
  const [from, to] = await Promise.all([refs.resolve(`refs/heads/${base}`), refs.resolve(`refs/heads/${head}`)]);
  if (head === base || from === to)
    throw unprocessable({ resource: 'PullRequest', code: 'custom', message: `No commits between ${base} and ${head}` });
}

interface Merging {
  readonly how: 'merge' | 'squash' | 'rebase';
  readonly sha: string | undefined;
  readonly title: string | undefined;
  readonly message: string | undefined;
}

/** Makes the commit and moves the base branch to it, unless somebody moved one of the two meanwhile. */
async function mergedBy(
  call: RepositoryCall,
  one: PullRequest,
  told: Merging,
  now: string,
): Promise<NonNullable<Pull['merged']>> {
  const { refs, owner } = call.repository;
  const refused = (): ForgeProblem => new ForgeProblem(405, 'Pull Request is not mergeable');
  if (one.state === 'closed' || one.pull.isDraft) throw refused();
  const [base, head] = await Promise.all([
    refs.resolve(`refs/heads/${one.pull.base}`),
    refs.resolve(`refs/heads/${one.pull.head}`),
  ]);
  if (base === undefined || head === undefined) throw refused();
  if (told.sha !== undefined && told.sha !== head)
    throw new ForgeProblem(409, 'Head branch was modified. Review and try the merge again.');
  const usual =
    told.how === 'squash'
      ? `${one.title} (#${one.id})`
      : `Merge pull request #${one.id} from ${owner}/${one.pull.head}`;
  const message = [told.title ?? usual, told.message ?? (told.how === 'squash' ? (one.body ?? '') : one.title)];
  const sha = await refs.merge({
    base,
    head,
    how: told.how,
    message: message.filter((part) => part !== '').join('\n\n'),
  });
  if (sha === undefined)
    throw told.how === 'rebase' ? new ForgeProblem(405, "This branch can't be rebased") : refused();
  if (typeof (await refs.move(`refs/heads/${one.pull.base}`, sha, false)) !== 'object')
    throw new ForgeProblem(405, 'Base branch was modified. Review and try the merge again.');
  return { at: now, by: call.login, sha, head, base };
}

async function changesOf({ repository: { refs } }: RepositoryCall, { head, base, merged }: Pull) {
  const from = merged?.base ?? (await refs.resolve(`refs/heads/${base}`));
  const to = merged?.head ?? (await refs.resolve(`refs/heads/${head}`));
  return from === undefined || to === undefined ? [] : refs.changes(from, to);
}
