import { json } from '../../server/answer.ts';
import { numberIn, within, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { formOf } from '../form.ts';
import { paged } from '../page.ts';
import { notFound } from '../problem.ts';
import { releaseForm, type ReleaseChanges } from './change.ts';
import { notesFor } from './notes.ts';
import { latestOf, newestFirst, type Release, type Shelf } from './shelf.ts';
import { releaseView } from './view.ts';

export function releaseRoutes(shelf: Shelf, change: ReleaseChanges): readonly ForgeRoute[] {
  const show = (call: RepositoryCall, release: Release | undefined, status = 200) => {
    if (release === undefined) throw notFound();
    const view = releaseView(release, call.repository, call.links);
    return json(view, status, status === 201 ? { location: view.url } : {});
  };
  /** Drafts are only for whoever may write. */
  const visible = ({ repository, view, caller }: RepositoryCall): readonly Release[] =>
    shelf.read(repository.key, view).all.filter(({ isDraft }) => !isDraft || caller.is === 'known');
  return [
    within('GET', '/releases', 'index', (call) =>
      paged(call, [...visible(call)].sort(draftsFirst), (one) => releaseView(one, call.repository, call.links)),
    ),
    within('POST', '/releases', 'publish', async (call) => {
      const told = formOf(await call.said(), releaseForm, ['tag_name']);
      const web = call.links.web(`/${call.repository.full}`);
      return show(call, await change.create(call.repository, told, call.login, web), 201);
    }),
    within('POST', '/releases/generate-notes', 'index', async (call) => {
      const form = { tag_name: 'string', target_commitish: 'string', previous_tag_name: 'string' } as const;
      const told = formOf(await call.said(), form, ['tag_name']);
      const { repository, links, view } = call;
      const { tag_name: tag, target_commitish: target = repository.defaultBranch, previous_tag_name: since } = told;
      const wanted = { tag, target, web: links.web(`/${repository.full}`), ...(since === undefined ? {} : { since }) };
      return json(await notesFor(repository, shelf.read(repository.key, view), wanted));
    }),
    within('GET', '/releases/latest', 'index', (call) =>
      show(call, latestOf(shelf.read(call.repository.key, call.view))),
    ),
    // A draft has no tag, whoever asks.
    within('GET', '/releases/tags/*tag', 'index', (call) =>
      show(
        call,
        visible(call).find(({ tag, isDraft }) => tag === call.params.tag && !isDraft),
      ),
    ),
    within('GET', '/releases/:id', 'index', (call) =>
      show(
        call,
        visible(call).find(({ id }) => id === numberIn(call.params.id)),
      ),
    ),
    within('PATCH', '/releases/:id', 'change', async (call) => {
      const told = formOf(await call.said(), releaseForm);
      return show(call, await change.update(call.repository, numberIn(call.params.id), told));
    }),
    within('DELETE', '/releases/:id', 'change', async ({ repository, params }) => {
      await change.remove(repository, numberIn(params.id));
      return { status: 204 };
    }),
  ];
}

const draftsFirst = (a: Release, b: Release): number => Number(b.isDraft) - Number(a.isDraft) || newestFirst(a, b);
