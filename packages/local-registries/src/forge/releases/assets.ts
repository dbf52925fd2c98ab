import type { House } from '../../protocol.ts';
import { json, type Answer } from '../../server/answer.ts';
import { rangeOf } from '../../server/range.ts';
import { anywhere, numberIn, within, type Call, type ForgeRoute, type RepositoryCall } from '../call.ts';
import { formOf } from '../form.ts';
import { replaced } from '../drawer.ts';
import { paged } from '../page.ts';
import { ForgeProblem, notFound, unprocessable } from '../problem.ts';
import type { FindRepository } from '../repository.ts';
import { timeOf } from '../user.ts';
import type { Asset, Release, Releases, Shelf } from './shelf.ts';
import { assetView } from './view.ts';

/** Files of releases: streamed in and out, whatever their size. */
export function assetRoutes(house: House, shelf: Shelf, find: FindRepository): readonly ForgeRoute[] {
  const now = (): string => timeOf(house.clock.now());
  const show = ({ repository, links }: RepositoryCall, { asset, release }: Found, status = 200): Answer =>
    json(assetView(asset, release, repository, links), status);
  const found = ({ repository, caller }: RepositoryCall, id: string): Found => {
    const one = assetIn(shelf.read(repository.key), numberIn(id));
    if (one === undefined || (one.release.isDraft && caller.is !== 'known')) throw notFound();
    return one;
  };
  const change = async (
    { repository, params }: RepositoryCall<{ readonly id: string }>,
    next: (found: Found) => readonly Asset[],
  ) => {
    const id = numberIn(params.id);
    await shelf.change(repository.key, (before) => {
      const one = assetIn(before, id);
      if (one === undefined) throw notFound();
      return { ...before, ...replaced(before, { ...one.release, assets: next(one), updated: now() }) };
    });
  };
  const download = async (call: Call, key: string, { asset, release }: Found): Promise<Answer> => {
    const common = {
      'content-type': asset.type,
      'content-disposition': `attachment; filename=${JSON.stringify(asset.name)}`,
      'accept-ranges': 'bytes',
      etag: `"${asset.sha256}"`,
    };
    const range = rangeOf(call.headers.range, asset.size);
    if (range === 'unsatisfiable') return { status: 416, headers: { 'content-range': `bytes */${asset.size}` } };
    const stream = await house.blobs.stream(asset.sha256, range === 'whole' ? undefined : range);
    if (stream === undefined) throw new Error(`The file of asset ${asset.id} is gone.`);
    if (call.method === 'GET') await shelf.change(key, (before) => counted(before, release, asset));
    if (range === 'whole')
      return { status: 200, headers: { ...common, 'content-length': String(asset.size) }, body: stream };
    const [length, content] = [range.end - range.start + 1, `bytes ${range.start}-${range.end}/${asset.size}`];
    return {
      status: 206,
      headers: { ...common, 'content-length': String(length), 'content-range': content },
      body: stream,
    };
  };
  const upload = within('POST', '/releases/:id/assets', 'publish', async (call) => {
    const { repository, query, headers, login } = call;
    const id = numberIn(call.params.id);
    const name = nameOf(query.get('name'));
    if (!shelf.read(repository.key).all.some((one) => one.id === id)) throw notFound();
    const { sha256, size } = await house.blobs.take(call.body());
    if (size === 0) throw new ForgeProblem(400, 'Bad Content-Length: 0');
    const told = { name, label: query.get('label') ?? '', type: headers['content-type'] ?? 'application/octet-stream' };
    const after = await shelf.change(repository.key, (before) => {
      const release = before.all.find((one) => one.id === id);
      if (release === undefined) throw notFound();
      if (release.assets.some((one) => one.name === name)) throw taken();
      const more = {
        id: before.nextAsset,
        size,
        sha256,
        downloads: 0,
        uploader: login,
        created: now(),
        updated: now(),
      };
      const next = { ...release, assets: [...release.assets, { ...told, ...more }], updated: now() };
      return { ...before, ...replaced(before, next), nextAsset: before.nextAsset + 1 };
    });
    const release = after.all.find((one) => one.id === id);
    const asset = release?.assets.find((one) => one.name === name);
    if (release === undefined || asset === undefined) throw notFound();
    return show(call, { asset, release }, 201);
  });
  return [
    { ...upload, isUpload: true },
    within('GET', '/releases/:id/assets', 'index', (call) => {
      const { repository, links, view, caller } = call;
      const release = shelf.read(repository.key, view).all.find(({ id }) => id === numberIn(call.params.id));
      if (release === undefined || (release.isDraft && caller.is !== 'known')) throw notFound();
      return paged(call, release.assets, (one) => assetView(one, release, repository, links));
    }),
    within('GET', '/releases/assets/:id', 'download', (call) => {
      const one = found(call, call.params.id);
      const wantsBytes = /application\/octet-stream/i.test(call.headers.accept ?? '');
      return wantsBytes ? download(call, call.repository.key, one) : show(call, one);
    }),
    within('PATCH', '/releases/assets/:id', 'change', async (call) => {
      const told = formOf(await call.said(), { name: 'string', label: 'string or null', state: 'string' });
      await change(call, ({ asset, release }) => {
        const name = told.name === undefined ? asset.name : nameOf(told.name);
        if (release.assets.some((one) => one.id !== asset.id && one.name === name)) throw taken();
        const next = { ...asset, name, label: told.label ?? asset.label, updated: now() };
        return release.assets.map((one) => (one.id === asset.id ? next : one));
      });
      return show(call, found(call, call.params.id));
    }),
    within('DELETE', '/releases/assets/:id', 'change', async (call) => {
      await change(call, ({ asset, release }) => release.assets.filter((one) => one.id !== asset.id));
      return { status: 204 };
    }),
    anywhere('GET', '/:owner/:repo/releases/download/*tag/:file', 'download', async (call) => {
      const { owner, repo, tag, file } = call.params;
      const { key } = await find(owner, repo, call.caller, 'download');
      const release = shelf.read(key).all.find((one) => one.tag === tag && !one.isDraft);
      const asset = release?.assets.find(({ name }) => name === file);
      if (release === undefined || asset === undefined) throw notFound();
      return download(call, key, { asset, release });
    }),
  ];
}

interface Found {
  readonly asset: Asset;
  readonly release: Release;
}

function assetIn({ all }: Releases, id: number): Found | undefined {
  for (const release of all) {
    const asset = release.assets.find((one) => one.id === id);
    if (asset !== undefined) return { asset, release };
  }
  return undefined;
}

/** Others may have changed the release meanwhile. */
function counted(before: Releases, { id }: Release, asset: Asset): Releases {
  const release = before.all.find((one) => one.id === id);
  if (release === undefined) return before;
  const assets = release.assets.map((one) => (one.id === asset.id ? { ...one, downloads: one.downloads + 1 } : one));
  return { ...before, ...replaced(before, { ...release, assets }) };
}

const taken = () => unprocessable({ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' });

/** GitHub writes a dot for what an address would have to escape, and takes dots from the ends. */
function nameOf(given: string | null): string {
  const name = (given ?? '').replace(/[^\w.+@-]+/g, '.').replace(/^\.+|\.+$/g, '');
  if (name !== '') return name;
  throw unprocessable({ resource: 'ReleaseAsset', code: 'missing_field', field: 'name' });
}
