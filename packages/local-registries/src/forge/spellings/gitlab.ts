import type { House } from '../../protocol.ts';
import { at, listOf, plain, textOf, type Plain } from '../../reading.ts';
import { json } from '../../server/answer.ts';
import { anywhere, numberIn, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { added, drawer, dropped, newest, none, replaced, type Numbered } from '../drawer.ts';
import { formOf } from '../form.ts';
import { ForgeProblem, notFound } from '../problem.ts';
import { userView } from '../user.ts';
import { spelled, type Github } from './spelling.ts';

/** A link of a release: GitLab keeps files elsewhere. */
interface Link {
  readonly id: number;
  readonly tag: string;
  readonly name: string;
  readonly url: string;
  readonly type: string;
}

const releaseForm = {
  tag_name: 'string',
  name: 'string',
  description: 'string',
  ref: 'string',
  assets: 'object',
} as const;
const linkForm = { name: 'string', url: 'string', link_type: 'string' } as const;
const states: Readonly<Record<string, string>> = {
  pending: 'pending',
  running: 'pending',
  success: 'success',
  failed: 'failure',
  canceled: 'error',
};

/** GitLab's REST v4, by its documentation only: releases, their links, tags, statuses. A project is named by its path. */
export async function gitlabRoutes(house: House, github: readonly ForgeRoute[]): Promise<readonly ForgeRoute[]> {
  const links = await drawer<Numbered<Link>>(house, 'gitlab-links', none);
  const on = spelled(github, '/api/v4/projects/:owner/:repo');
  const of = ({ repository, view }: RepositoryCall, tag: string) =>
    links.read(repository.key, view).all.filter((one) => one.tag === tag);
  const link = ({ id, name, url, type }: Link) => ({ id, name, url, direct_asset_url: url, link_type: type });
  const release = (call: RepositoryCall, one: Plain) => {
    const tag = textOf(at(one, 'tag_name')) ?? '';
    const mine = of(call, tag);
    return {
      tag_name: tag,
      name: at(one, 'name') ?? tag,
      description: at(one, 'body'),
      created_at: at(one, 'created_at'),
      released_at: at(one, 'published_at'),
      upcoming_release: false,
      author: author(at(one, 'author')),
      assets: { count: mine.length, sources: [], links: mine.map(link) },
    };
  };
  const found = async (ask: Github, tag: string): Promise<Plain> =>
    (await ask('GET /releases/tags/*tag', { params: { tag } })).object;
  const add = (call: RepositoryCall, tag: string, told: readonly unknown[]) =>
    links.change(call.repository.key, (before) =>
      told.reduce<Numbered<Link>>((all, one) => {
        const { name, url, link_type: type = 'other' } = formOf(one, linkForm, ['name', 'url']);
        if (all.all.some((other) => other.tag === tag && (other.name === name || other.url === url)))
          throw new ForgeProblem(400, 'Validation failed: Name has already been taken');
        return added(all, (id) => ({ id, tag, name, url, type }));
      }, before),
    );
  const linkIn = (call: RepositoryCall, tag: string, id: string): Link => {
    const one = of(call, tag).find((other) => other.id === numberIn(id));
    if (one === undefined) throw notFound();
    return one;
  };
  return [
    anywhere('GET', '/api/v4/user', 'account', ({ login, links: to }) => json(author(userView(login, to)))),
    anywhere('GET', '/api/v4/version', 'open', () => json({ version: '17.0.0', revision: 'local' })),
    on('GET', '', 'index', ({ repository, links: to }) =>
      json({
        id: 1,
        path_with_namespace: repository.full,
        name: repository.name,
        default_branch: repository.defaultBranch,
        web_url: to.web(`/${repository.full}`),
      }),
    ),
    on('GET', '/releases/*tag/assets/links', 'index', async (call, ask) => {
      await found(ask, call.params.tag);
      return json(of(call, call.params.tag).map(link));
    }),
    on('POST', '/releases/*tag/assets/links', 'publish', async (call, ask) => {
      await found(ask, call.params.tag);
      return json(link(newest(await add(call, call.params.tag, [await call.said()]))), 201);
    }),
    on('PUT', '/releases/*tag/assets/links/:id', 'change', async (call) => {
      const { name, url, link_type: type } = formOf(await call.said(), linkForm);
      const one = linkIn(call, call.params.tag, call.params.id);
      const next = { ...one, name: name ?? one.name, url: url ?? one.url, type: type ?? one.type };
      await links.change(call.repository.key, (before) => replaced(before, next));
      return json(link(next));
    }),
    on('DELETE', '/releases/*tag/assets/links/:id', 'change', async (call) => {
      const one = linkIn(call, call.params.tag, call.params.id);
      await links.change(call.repository.key, (before) => dropped(before, one.id));
      return json(link(one));
    }),
    on('GET', '/releases', 'index', async (call, ask) => {
      const { list, headers } = await ask('GET /releases');
      return json(
        list.filter((one) => at(one, 'draft') !== true).map((one) => release(call, one)),
        200,
        headers,
      );
    }),
    on('POST', '/releases', 'publish', async (call, ask) => {
      const told = formOf(await call.said(), releaseForm, ['tag_name']);
      const { tag_name: tag, name = tag, description = null, ref } = told;
      if (ref === undefined && (await call.repository.refs.get(`refs/tags/${tag}`)) === undefined)
        throw new ForgeProblem(422, 'Ref is not specified');
      const body = { tag_name: tag, name, body: description, ...(ref === undefined ? {} : { target_commitish: ref }) };
      const { object } = await ask('POST /releases', { body }).catch((error: unknown) => {
        throw isTaken(error) ? new ForgeProblem(409, 'Release already exists') : error;
      });
      await add(call, tag, listOf(at(told.assets, 'links')) ?? []);
      return json(release(call, object), 201);
    }),
    on('GET', '/releases/*tag', 'index', async (call, ask) => json(release(call, await found(ask, call.params.tag)))),
    on('PUT', '/releases/*tag', 'change', async (call, ask) => {
      const { name, description } = formOf(await call.said(), releaseForm);
      const id = String(at(await found(ask, call.params.tag), 'id'));
      const body = {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { body: description }),
      };
      return json(release(call, (await ask('PATCH /releases/:id', { params: { id }, body })).object));
    }),
    on('DELETE', '/releases/*tag', 'change', async (call, ask) => {
      const one = await found(ask, call.params.tag);
      await ask('DELETE /releases/:id', { params: { id: String(at(one, 'id')) } });
      return json(release(call, one));
    }),
    on('GET', '/repository/tags', 'index', async (_, ask) => {
      const { list, headers } = await ask('GET /tags');
      return json(list.map(tagView), 200, headers);
    }),
    on('POST', '/repository/tags', 'publish', async (call) => {
      const { tag_name: name, ref } = formOf(await call.said(), { tag_name: 'string', ref: 'string' }, [
        'tag_name',
        'ref',
      ]);
      const sha = await call.repository.refs.resolve(ref);
      if (sha === undefined) throw new ForgeProblem(400, `Target ${ref} is invalid`);
      if (typeof (await call.repository.refs.create(`refs/tags/${name}`, sha)) !== 'object')
        throw new ForgeProblem(400, `Tag ${name} already exists`);
      return json(tagView({ name, commit: { sha } }), 201);
    }),
    on('GET', '/repository/tags/*tag', 'index', async ({ repository, params: { tag } }) => {
      const sha = await repository.refs.resolve(`refs/tags/${tag}`);
      if (sha === undefined) throw new ForgeProblem(404, '404 Tag Not Found');
      return json(tagView({ name: tag, commit: { sha } }));
    }),
    on('DELETE', '/repository/tags/*tag', 'change', async ({ params: { tag } }, ask) => {
      await ask('DELETE /git/refs/*ref', { params: { ref: `tags/${tag}` } });
      return { status: 204 };
    }),
    on('POST', '/statuses/:sha', 'publish', async (call, ask) => {
      const form = {
        state: 'string',
        name: 'string',
        context: 'string',
        target_url: 'string',
        description: 'string',
      } as const;
      const { name, context = name ?? 'default', ...told } = formOf(await call.said(), form, ['state']);
      const state = Object.hasOwn(states, told.state) ? states[told.state] : undefined;
      if (state === undefined) throw new ForgeProblem(400, 'state does not have a valid value');
      const { object } = await ask('POST /statuses/:sha', { body: { ...told, state, context } });
      return json({ ...statusView(object, call.params.sha), status: told.state }, 201);
    }),
    on('GET', '/repository/commits/*ref/statuses', 'index', async (call, ask) => {
      const { list, headers } = await ask('GET /commits/*ref/statuses');
      return json(
        list.map((one) => statusView(one, call.params.ref)),
        200,
        headers,
      );
    }),
  ];
}

function isTaken(error: unknown): boolean {
  if (!(error instanceof ForgeProblem)) return false;
  return error.refusal.errors?.some((one) => typeof one === 'object' && one.code === 'already_exists') ?? false;
}

function author(user: unknown) {
  const one = plain(user);
  return {
    id: at(one, 'id'),
    username: at(one, 'login'),
    name: at(one, 'login'),
    state: 'active',
    web_url: at(one, 'html_url'),
  };
}

function tagView(one: Plain) {
  const sha = at(plain(at(one, 'commit')), 'sha');
  return { name: at(one, 'name'), target: sha, message: '', commit: { id: sha }, protected: false };
}

const statusView = (one: Plain, sha: string) => ({
  id: at(one, 'id'),
  sha,
  name: at(one, 'context'),
  status: { failure: 'failed', error: 'canceled' }[textOf(at(one, 'state')) ?? ''] ?? at(one, 'state'),
  description: at(one, 'description'),
  target_url: at(one, 'target_url'),
  created_at: at(one, 'created_at'),
});
