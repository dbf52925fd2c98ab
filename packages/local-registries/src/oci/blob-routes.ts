import type { Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { hasAlready } from '../server/conditional.ts';
import { rangeOf } from '../server/range.ts';
import { route, type Route } from '../server/route.ts';
import { digestOf } from './grammar.ts';
import type { Library } from './library.ts';
import { badDigest, noBlob, problem } from './problem.ts';
import type { Shelf } from './shelf.ts';

/** Layers and configurations: pulled, and removed. */
export function blobRoutes(shelf: Shelf, library: Library): readonly Route[] {
  return [
    route('GET', '/v2/*name/blobs/:digest', 'download', (ask) => pull(shelf, ask)),
    route('DELETE', '/v2/*name/blobs/:digest', 'change', async ({ params: { name, digest } }) => {
      if (digestOf(digest) === undefined) throw badDigest(digest);
      if (!(await library.removeBlob(name, digest))) throw noBlob(digest);
      return { status: 202, headers: { 'content-length': '0', 'docker-content-digest': digest } };
    }),
  ];
}

async function pull(shelf: Shelf, ask: Ask<{ readonly name: string; readonly digest: string }>): Promise<Answer> {
  const { name, digest } = ask.params;
  if (digestOf(digest) === undefined) throw badDigest(digest);
  const blob = await shelf.blob(name, digest);
  if (blob === undefined) throw noBlob(digest);
  const etag = `"${digest}"`;
  const headers = {
    'docker-content-digest': digest,
    etag,
    // What a digest names never changes.
    'cache-control': 'max-age=31536000',
    ...(blob.sha256 === undefined ? {} : { 'accept-ranges': 'bytes' }),
  };
  if (hasAlready(ask.headers, etag)) return { status: 304, headers };
  const { size } = blob;
  const range = size === undefined || blob.sha256 === undefined ? 'whole' : rangeOf(rangeAsked(ask, etag), size);
  if (range === 'unsatisfiable') {
    const told = { ...headers, 'content-range': `bytes */${size ?? '*'}` };
    throw problem(416, 'SIZE_INVALID', 'the blob has none of these bytes', { size }, told);
  }
  const part = range === 'whole' ? undefined : range;
  const length = part === undefined ? size : part.end - part.start + 1;
  const about = {
    ...headers,
    'content-type': 'application/octet-stream',
    ...(length === undefined ? {} : { 'content-length': String(length) }),
    ...(part === undefined ? {} : { 'content-range': `bytes ${part.start}-${part.end}/${size ?? '*'}` }),
  };
  const status = part === undefined ? 200 : 206;
  if (ask.method === 'HEAD') return { status, headers: about };
  const body = await blob.open(part);
  if (body === undefined) throw noBlob(digest);
  return { status, headers: about, body };
}

/** A range of another state than the one that the client has a part of is of no use to it. HEAD knows no ranges. */
function rangeAsked({ headers, method }: Ask, etag: string): string | undefined {
  const condition = headers['if-range'];
  return method === 'HEAD' || (condition !== undefined && condition !== etag) ? undefined : headers.range;
}
