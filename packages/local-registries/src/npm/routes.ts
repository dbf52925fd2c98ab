import { createHash } from 'node:crypto';
import { at, plain, textOf, type Plain } from '../reading.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { hasAlready } from '../server/conditional.ts';
import { Refused } from '../server/refusal.ts';
import type { Method, Role, Route } from '../server/route.ts';
import type { Catalogue } from './catalogue.ts';
import { notFound, type Changes } from './change.ts';
import { abbreviated, versionOf } from './packument.ts';

/** As much as npm's registry takes, and a third more for its way as text. */
export const mostUploaded = 384 * 1024 * 1024;

/** Everything about packages by their names, with and without a scope. */
export function packageRoutes(known: Catalogue, change: Changes): readonly Route[] {
  const ok = (): Answer => json({ ok: true }, 201);
  return [
    ...both('GET', '/-/package/PACKAGE/dist-tags', 'index', async ({ origin, view }, name) =>
      json((await known.find(name, origin, view))?.['dist-tags'] ?? notThere()),
    ),
    ...both('PUT', '/-/package/PACKAGE/dist-tags/:tag', 'change', async (ask, name, { tag = '' }) => {
      const version = textOf(await ask.json());
      if (version === undefined) throw new Refused('invalid', 'the body is a version in quotes');
      await change.tag(name, tag, version, ask.caller);
      return ok();
    }),
    ...both('DELETE', '/-/package/PACKAGE/dist-tags/:tag', 'change', async ({ caller }, name, { tag = '' }) => {
      await change.tag(name, tag, undefined, caller);
      return ok();
    }),
    ...both('GET', '/PACKAGE/-/:file', 'download', (_, name, { file = '' }) => download(known, name, file)),
    ...both('GET', '/PACKAGE', 'index', (ask, name) => packument(known, ask, name)),
    ...both('GET', '/PACKAGE/:version', 'index', async ({ origin, view }, name, { version = '' }) => {
      const found = await known.find(name, origin, view);
      const manifest = found === undefined ? undefined : versionOf(found, version);
      if (manifest === undefined) throw new Refused('not-found', `version not found: ${version}`);
      return json(manifest);
    }),
    ...both('PUT', '/PACKAGE', 'publish', async (ask, name) => {
      const body = objectOf(await ask.json(mostUploaded));
      if (at(body, '_attachments') === undefined) await change.rewrite(name, body, ask.caller);
      else await change.publish(name, body, ask.caller, ask.origin);
      return ok();
    }),
    ...both('PUT', '/PACKAGE/-rev/:revision', 'change', async (ask, name) => {
      await change.rewrite(name, objectOf(await ask.json()), ask.caller);
      return ok();
    }),
    ...both('DELETE', '/PACKAGE/-rev/:revision', 'change', async ({ caller }, name) => {
      await change.remove(name, caller);
      return ok();
    }),
    // The version is gone since the packument was written back; npm asks for its file to go too.
    ...both('DELETE', '/PACKAGE/-/:file/-rev/:revision', 'change', ok),
  ];
}

type Handler = (ask: Ask, name: string, params: Readonly<Partial<Record<string, string>>>) => Answer | Promise<Answer>;

/** One route for `name`, one for `@scope/name`; the latter first, because its scope would pass for a name. */
function both(method: Method, path: string, role: Role, answer: Handler): readonly Route[] {
  const made = (name: string): Route => ({
    method,
    path: path.replace('PACKAGE', name),
    role,
    answer: async (ask) => {
      const params: Readonly<Partial<Record<string, string>>> = ask.params;
      const scope = params.scope === undefined ? '' : `@${params.scope}/`;
      return answer(ask, `${scope}${params.name ?? ''}`, params);
    },
  });
  return [made('@:scope/:name'), made(':name')];
}

async function packument(known: Catalogue, { origin, view, headers }: Ask, name: string): Promise<Answer> {
  const found = await known.find(name, origin, view);
  if (found === undefined || Object.keys(found.versions).length === 0) throw notFound();
  const short = (headers.accept ?? '').includes(installType);
  const body = JSON.stringify(short ? abbreviated(found) : found);
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
  const common = { etag, vary: 'accept', 'cache-control': 'no-cache' };
  if (hasAlready(headers, etag)) return { status: 304, headers: common };
  return { status: 200, headers: { ...common, 'content-type': short ? installType : 'application/json' }, body };
}

const installType = 'application/vnd.npm.install-v1+json';

async function download(known: Catalogue, name: string, file: string): Promise<Answer> {
  const found = await known.download(name, file);
  if (found === undefined) throw notFound();
  const length = found.size === undefined ? {} : { 'content-length': String(found.size) };
  return { status: 200, headers: { 'content-type': 'application/octet-stream', ...length }, body: found.stream };
}

function objectOf(body: unknown): Plain {
  const found = plain(body);
  if (found === undefined) throw new Refused('invalid', 'the body is an object');
  return found;
}

function notThere(): never {
  throw notFound();
}
