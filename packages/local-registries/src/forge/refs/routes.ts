import type { House } from '../../protocol.ts';
import { at, textOf } from '../../reading.ts';
import { json } from '../../server/answer.ts';
import { within, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { formOf } from '../form.ts';
import { written } from '../links.ts';
import { paged } from '../page.ts';
import { badForm, ForgeProblem, noReference, notFound } from '../problem.ts';
import { nodeId, timeOf } from '../user.ts';
import { isRefName, isSha, type Moved, type Ref, type Tag } from './refs.ts';

export function refRoutes(
  house: House,
  tagGone: (call: RepositoryCall, tag: string) => Promise<void>,
): readonly ForgeRoute[] {
  const show =
    ({ repository, links }: RepositoryCall) =>
    ({ ref, sha, type }: Ref) => ({
      ref,
      node_id: nodeId('Ref', repository.key, ref),
      url: links.api(`/repos/${repository.full}/git/${written(ref)}`),
      object: { sha, type, url: links.api(`/repos/${repository.full}/git/${type}s/${sha}`) },
    });
  const showTag = ({ repository, links }: RepositoryCall, { sha, tag, message, tagger, object }: Tag) => ({
    node_id: nodeId('Tag', repository.key, sha),
    sha,
    url: links.api(`/repos/${repository.full}/git/tags/${sha}`),
    tagger,
    object: { ...object, url: links.api(`/repos/${repository.full}/git/${object.type}s/${object.sha}`) },
    tag,
    message,
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  });
  const get = async (call: RepositoryCall, ref: string) => {
    const found = await call.repository.refs.get(`refs/${ref}`);
    if (found === undefined) throw notFound();
    return json(show(call)(found));
  };
  const matching = async (call: RepositoryCall, prefix: string) =>
    json((await call.repository.refs.list(`refs/${prefix}`)).map(show(call)));
  return [
    within('GET', '/git/ref/*ref', 'index', (call) => get(call, call.params.ref)),
    within('GET', '/git/matching-refs/*ref', 'index', (call) => matching(call, call.params.ref)),
    // The slash at the end asks for what lies below.
    within('GET', '/git/matching-refs/*ref/', 'index', (call) => matching(call, `${call.params.ref}/`)),
    within('POST', '/git/refs', 'publish', async (call) => {
      const { ref, sha } = formOf(await call.said(), { ref: 'string', sha: 'string' }, ['ref', 'sha']);
      if (!isRefName(ref)) throw new ForgeProblem(422, `${ref} is not a valid ref name.`);
      if (!isSha(sha))
        throw new ForgeProblem(422, 'The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
      const made = done(await call.repository.refs.create(ref, sha));
      const view = show(call)(made);
      return json(view, 201, { location: view.url });
    }),
    within('PATCH', '/git/refs/*ref', 'change', async (call) => {
      const { sha, force = false } = formOf(await call.said(), { sha: 'string', force: 'boolean' }, ['sha']);
      return json(show(call)(done(await call.repository.refs.move(`refs/${call.params.ref}`, sha, force))));
    }),
    within('DELETE', '/git/refs/*ref', 'change', async (call) => {
      const ref = `refs/${call.params.ref}`;
      if (!(await call.repository.refs.remove(ref))) throw noReference();
      if (ref.startsWith('refs/tags/')) await tagGone(call, ref.slice('refs/tags/'.length));
      return { status: 204 };
    }),
    // Older than `git/ref`: one that is there, or all that begin so.
    within('GET', '/git/refs/*ref', 'index', (call) => get(call, call.params.ref)),
    within('POST', '/git/tags', 'publish', async (call) => {
      const form = { tag: 'string', message: 'string', object: 'string', type: 'string', tagger: 'object' } as const;
      const told = formOf(await call.said(), form, ['tag', 'message', 'object', 'type']);
      if (!['commit', 'tree', 'blob'].includes(told.type))
        throw badForm([`For 'properties/type', ${told.type} is not a member of ["commit", "tree", "blob"].`]);
      if (!isRefName(`refs/tags/${told.tag}`)) throw new ForgeProblem(422, 'Tag name is not valid.');
      const said = (name: string): string | undefined => textOf(at(told.tagger, name));
      const now = timeOf(house.clock.now());
      const date = said('date') ?? now;
      const tagger = {
        name: said('name') ?? call.login,
        email: said('email') ?? `${call.login}@localhost`,
        date: Number.isNaN(Date.parse(date)) ? now : timeOf(Date.parse(date)),
      };
      const object = { sha: told.object, type: told.type };
      const made = await call.repository.refs.makeTag({ tag: told.tag, message: told.message, tagger, object });
      if (made === 'no-object') throw new ForgeProblem(422, 'Object does not exist');
      const view = showTag(call, made);
      return json(view, 201, { location: view.url });
    }),
    within('GET', '/git/tags/:sha', 'index', async (call) => {
      const tag = await call.repository.refs.tag(call.params.sha);
      if (tag === undefined) throw notFound();
      return json(showTag(call, tag));
    }),
    within('GET', '/tags', 'index', async (call) => {
      const { repository, links } = call;
      const tags = await repository.refs.list('refs/tags/');
      const found = await Promise.all(
        tags.map(async ({ ref, sha }) => ({
          name: ref.slice('refs/tags/'.length),
          sha: (await repository.refs.resolve(ref)) ?? sha,
        })),
      );
      return paged(call, found.reverse(), ({ name, sha }) => ({
        name,
        zipball_url: links.api(`/repos/${repository.full}/zipball/refs/tags/${written(name)}`),
        tarball_url: links.api(`/repos/${repository.full}/tarball/refs/tags/${written(name)}`),
        commit: { sha, url: links.api(`/repos/${repository.full}/commits/${sha}`) },
        node_id: nodeId('Ref', repository.key, 'tag', name),
      }));
    }),
    within('GET', '/branches', 'index', async (call) => {
      const heads = await call.repository.refs.list('refs/heads/');
      return paged(call, heads, (head) => branch(call, head));
    }),
    within('GET', '/branches/*branch', 'index', async (call) => {
      const head = await call.repository.refs.get(`refs/heads/${call.params.branch}`);
      if (head === undefined) throw new ForgeProblem(404, 'Branch not found');
      return json(branch(call, head));
    }),
  ];
}

const branch = ({ repository, links }: RepositoryCall, { ref, sha }: Ref) => ({
  name: ref.slice('refs/heads/'.length),
  commit: { sha, url: links.api(`/repos/${repository.full}/commits/${sha}`) },
  protected: false,
});

function done(moved: Moved): Ref {
  if (typeof moved === 'object') return moved;
  throw {
    there: new ForgeProblem(422, 'Reference already exists'),
    'no-ref': noReference(),
    'no-object': new ForgeProblem(422, 'Object does not exist'),
    'not-forward': new ForgeProblem(422, 'Update is not a fast forward'),
  }[moved];
}
