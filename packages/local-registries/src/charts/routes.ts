import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { House } from '../protocol.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { hasAlready } from '../server/conditional.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import type { Catalogue } from './catalogue.ts';
import { indexOf, shown } from './listing.ts';

/** What helm reads, and what ChartMuseum's API tells about charts. */
export function readRoutes({ clock }: House, known: Catalogue): readonly Route[] {
  const started = new Date(clock.now()).toISOString();
  return [
    route('GET', '/index.yaml', 'index', (ask) => index(known, ask, started)),
    route('GET', '/charts/:file', 'download', (ask) => download(known, ask)),
    route('GET', '/health', 'open', () => json({ healthy: true })),
    route('GET', '/api/charts', 'search', async ({ view }) => {
      const charts = [...(await known.all(view))];
      return json(Object.fromEntries(charts.map(([name, releases]) => [name, releases.map(shown)])));
    }),
    route('GET', '/api/charts/:name', 'search', async ({ params, view }) => {
      const releases = (await known.all(view)).get(params.name);
      if (releases === undefined) throw new Refused('not-found', 'chart not found');
      return json(releases.map(shown));
    }),
    route('GET', '/api/charts/:name/:version', 'search', async ({ params: { name, version }, view }) => {
      const releases = (await known.all(view)).get(name) ?? [];
      const one = version === 'latest' ? releases[0] : releases.find((release) => release.version === version);
      if (one === undefined) throw new Refused('not-found', `improper constraint or no such version: ${version}`);
      return json(shown(one));
    }),
  ];
}

async function index(known: Catalogue, { headers, view }: Ask, started: string): Promise<Answer> {
  const charts = await known.all(view);
  // The same charts are the same index: its time is that of the newest of them.
  const times = [...charts.values()].flat().map(({ created }) => created);
  const generated = times.reduce((latest, one) => (one > latest ? one : latest), started);
  const text = await indexOf(charts, generated);
  const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;
  const about = { etag, 'cache-control': 'max-age=0, must-revalidate' };
  if (hasAlready(headers, etag)) return { status: 304, headers: about };
  return { status: 200, headers: { ...about, 'content-type': 'application/x-yaml' }, body: text };
}

async function download(
  known: Catalogue,
  { headers, params: { file }, method }: Ask<{ readonly file: string }>,
): Promise<Answer> {
  const found = await known.open(file);
  if (found === undefined) throw new Refused('not-found', 'not found');
  const { stream, size, digest } = found;
  const etag = digest === undefined ? undefined : `"${digest}"`;
  const about = {
    ...(etag === undefined ? {} : { etag }),
    ...(size === undefined ? {} : { 'content-length': String(size) }),
    'content-type': file.endsWith('.prov') ? 'application/pgp-signature' : 'application/x-tar',
  };
  const same = etag !== undefined && hasAlready(headers, etag);
  if (!same && method !== 'HEAD') return { status: 200, headers: about, body: stream };
  stream.destroy();
  return same ? { status: 304, headers: { etag } } : { status: 200, headers: about, body: Readable.from([]) };
}
