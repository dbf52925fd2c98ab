import { Readable } from 'node:stream';
import { at, listOf, plain, textOf, type Plain } from '../../reading.ts';
import { json } from '../../server/answer.ts';
import { partsOf, type Part } from '../../server/multipart.ts';
import { anywhere, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { formOf } from '../form.ts';
import { ForgeProblem, notFound } from '../problem.ts';
import { userView } from '../user.ts';
import { spelled } from './spelling.ts';

/** Gitea's REST v1, by its documentation only: it says most as GitHub does, and files, tags and statuses otherwise. */
export function giteaRoutes(github: readonly ForgeRoute[]): readonly ForgeRoute[] {
  const on = spelled(github, '/api/v1/repos/:owner/:repo');
  const conflict = (error: unknown): never => {
    throw error instanceof ForgeProblem && error.refusal.status === 422
      ? new ForgeProblem(409, 'Release is has no Tag')
      : error;
  };
  const passed = [
    ['GET', '/releases/latest', 'index'],
    ['GET', '/releases/tags/*tag', 'index'],
    ['GET', '/releases/:id', 'index'],
    ['PATCH', '/releases/:id', 'change'],
  ] as const;
  return [
    anywhere('GET', '/api/v1/version', 'open', () => json({ version: '1.22.0' })),
    anywhere('GET', '/api/v1/user', 'account', ({ login, links }) => json(userView(login, links))),
    on('GET', '', 'index', async (_, ask) => json((await ask('GET ')).object)),
    on('GET', '/releases', 'index', async (call, ask) => {
      // Its pages are as long as `limit` says.
      const limit = call.query.get('limit');
      const { list, headers } = await ask('GET /releases', limit === null ? {} : { query: { per_page: limit } });
      return json(list.map(releaseView), 200, headers);
    }),
    on('POST', '/releases', 'publish', async (call, ask) => {
      const body = plain(await call.said()) ?? {};
      return json(releaseView((await ask('POST /releases', { body }).catch(conflict)).object), 201);
    }),
    ...passed.map(([method, path, role]) =>
      on(method, path, role, async (_, ask) => json(releaseView((await ask(`${method} ${path}`)).object))),
    ),
    on('DELETE', '/releases/:id', 'change', async (_, ask) => {
      await ask('DELETE /releases/:id');
      return { status: 204 };
    }),
    on('POST', '/releases/:id/assets', 'publish', async (call, ask) => {
      const { name, file } = await fileIn(call);
      const query = call.query.get('name') === null ? { name } : {};
      return json(assetView((await ask('POST /releases/:id/assets', { query, file })).object), 201);
    }),
    on('GET', '/releases/:id/assets', 'index', async (_, ask) =>
      json((await ask('GET /releases/:id/assets')).list.map(assetView)),
    ),
    on('GET', '/releases/:id/assets/:asset', 'index', async ({ params }, ask) =>
      json(assetView((await ask('GET /releases/assets/:id', { params: { id: params.asset } })).object)),
    ),
    on('DELETE', '/releases/:id/assets/:asset', 'change', async ({ params }, ask) => {
      await ask('DELETE /releases/assets/:id', { params: { id: params.asset } });
      return { status: 204 };
    }),
    on('GET', '/tags', 'index', async (_, ask) => {
      const { list, headers } = await ask('GET /tags');
      return json(list.map(tagView), 200, headers);
    }),
    on('POST', '/tags', 'publish', async ({ repository, said }) => {
      const form = { tag_name: 'string', target: 'string', message: 'string' } as const;
      const { tag_name: name, target = repository.defaultBranch } = formOf(await said(), form, ['tag_name']);
      const sha = await repository.refs.resolve(target);
      if (sha === undefined) throw notFound();
      if (typeof (await repository.refs.create(`refs/tags/${name}`, sha)) !== 'object')
        throw new ForgeProblem(409, 'tag exist');
      return json(tagView({ name, commit: { sha } }), 201);
    }),
    on('DELETE', '/tags/*tag', 'change', async ({ params }, ask) => {
      await ask('DELETE /git/refs/*ref', { params: { ref: `tags/${params.tag}` } });
      return { status: 204 };
    }),
    on('POST', '/statuses/:sha', 'publish', async (_, ask) =>
      json(statusView((await ask('POST /statuses/:sha')).object), 201),
    ),
    on('GET', '/commits/*ref/statuses', 'index', async (_, ask) =>
      json((await ask('GET /commits/*ref/statuses')).list.map(statusView)),
    ),
  ];
}

/** The part `attachment` of a form, streamed, or the body as it is. */
async function fileIn(call: RepositoryCall): Promise<{ readonly name: string; readonly file: Readable }> {
  if (!/^multipart\/form-data/i.test(call.headers['content-type'] ?? '')) return { name: '', file: call.body() };
  const parts = partsOf(call);
  for (;;) {
    // Not a loop over all of them, which would end the form when it is left.
    const next = await parts.next();
    if (next.done === true) throw new ForgeProblem(400, 'http: no such file');
    const part: Part = next.value;
    if (part.name === 'attachment') return { name: part.filename ?? '', file: Readable.from(part.body) };
  }
}

function releaseView(one: Plain): Plain {
  const assets = (listOf(at(one, 'assets')) ?? []).map(plain).filter((asset) => asset !== undefined);
  return { ...one, assets: assets.map(assetView) };
}

const assetView = (one: Plain) => ({
  id: at(one, 'id'),
  name: at(one, 'name'),
  size: at(one, 'size'),
  download_count: at(one, 'download_count'),
  created_at: at(one, 'created_at'),
  uuid: at(one, 'node_id'),
  browser_download_url: at(one, 'browser_download_url'),
});

function tagView(one: Plain) {
  const sha = at(plain(at(one, 'commit')), 'sha');
  return { name: at(one, 'name'), id: sha, message: '', commit: { sha } };
}

const statusView = (one: Plain) => ({ ...one, status: textOf(at(one, 'state')) });
