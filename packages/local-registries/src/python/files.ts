import { Readable } from 'node:stream';
import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { hasAlready } from '../server/conditional.ts';
import { rangeOf } from '../server/range.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import type { Catalogue, Opened } from './catalogue.ts';
import { normalised } from './names.ts';

/** Files, the metadata beside each wheel (PEP 658), and who published them (PEP 740). */
export function fileRoutes(known: Catalogue): readonly Route[] {
  return [
    route('GET', '/packages/:project/:digest/:file', 'download', async (ask) => {
      const { project, file } = ask.params;
      const found =
        (await known.open(project, file, 'file')) ??
        (file.endsWith('.metadata')
          ? await known.open(project, file.slice(0, -'.metadata'.length), 'metadata')
          : undefined);
      if (found === undefined) throw new Refused('not-found', 'Not Found');
      return send(ask, found, file.endsWith('.metadata') ? 'text/plain; charset=utf-8' : 'application/octet-stream');
    }),
    route(
      'GET',
      '/integrity/:project/:version/:file/provenance',
      'index',
      async ({ params: { project, file }, view }) => {
        const found = (await known.find(normalised(project), view))?.files.find((one) => one.file === file);
        if (found?.provenance === undefined) throw new Refused('not-found', `No provenance available for ${file}`);
        return json(found.provenance, 200, { 'content-type': 'application/vnd.pypi.integrity.v1+json' });
      },
    ),
  ];
}

async function send({ headers, method }: Ask, opened: Opened, type: string): Promise<Answer> {
  const { size, sha256 } = opened;
  const etag = sha256 === undefined ? {} : { etag: `"${sha256}"` };
  const about = { ...etag, 'content-type': type, 'cache-control': 'max-age=365000000, immutable, public' };
  if (etag.etag !== undefined && hasAlready(headers, etag.etag)) return { status: 304, headers: etag };
  if (size === undefined) return { status: 200, headers: about, body: await opened.stream() };
  const range = sha256 === undefined ? 'whole' : rangeOf(headers.range, size);
  if (range === 'unsatisfiable') {
    return { status: 416, headers: { ...about, 'content-range': `bytes */${size}` } };
  }
  // A stream that nobody reads would keep its file open.
  const body = async (part?: { readonly start: number; readonly end: number }): Promise<Readable> =>
    method === 'HEAD' ? Readable.from([]) : opened.stream(part);
  const accepts = { 'accept-ranges': 'bytes' };
  if (range === 'whole') {
    return { status: 200, headers: { ...about, ...accepts, 'content-length': String(size) }, body: await body() };
  }
  const length = { 'content-length': String(range.end - range.start + 1) };
  const told = { 'content-range': `bytes ${range.start}-${range.end}/${size}` };
  return { status: 206, headers: { ...about, ...accepts, ...length, ...told }, body: await body(range) };
}
