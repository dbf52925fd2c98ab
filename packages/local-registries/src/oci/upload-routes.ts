import type { Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { route, type Route } from '../server/route.ts';
import { digestOf, isAlgorithm, isName, type Digest } from './grammar.ts';
import type { Library } from './library.ts';
import { badDigest, badName, problem } from './problem.ts';
import type { Shelf } from './shelf.ts';
import { progress, type Chunk, type Uploads } from './uploads.ts';

export interface Parts {
  readonly uploads: Uploads;
  readonly library: Library;
  readonly shelf: Shelf;
}

type Named = Ask<{ readonly name: string }>;
type Identified = Ask<{ readonly name: string; readonly id: string }>;

/** How blobs come in: at once, in chunks, or from another repository. */
export function uploadRoutes(parts: Parts): readonly Route[] {
  const { uploads } = parts;
  const one = '/v2/*name/blobs/uploads/:id';
  return [
    route('POST', '/v2/*name/blobs/uploads/', 'publish', (ask) => start(parts, ask)),
    route('POST', '/v2/*name/blobs/uploads', 'publish', (ask) => start(parts, ask)),
    route('GET', one, 'publish', ({ params: { name, id } }) => ({
      status: 204,
      headers: progress(name, uploads.find(name, id)),
    })),
    route('PATCH', one, 'publish', async (ask) => {
      const { name, id } = ask.params;
      const upload = await uploads.append(name, id, chunkOf(ask));
      return { status: 202, headers: { ...progress(name, upload), 'content-length': '0' } };
    }),
    route('PUT', one, 'publish', (ask) => finish(parts, ask)),
    route('DELETE', one, 'publish', async ({ params: { name, id } }) => {
      await uploads.cancel(name, id);
      return { status: 204 };
    }),
  ];
}

async function start(parts: Parts, ask: Named): Promise<Answer> {
  const { name } = ask.params;
  const { query } = ask;
  const mounted = query.has('mount') ? await mount(parts, ask) : undefined;
  if (mounted !== undefined) return mounted;
  const text = query.get('digest');
  const digest = digestOf(text);
  if (text !== null && digest === undefined) throw badDigest(text);
  const algorithm = query.get('digest-algorithm') ?? digest?.algorithm ?? 'sha256';
  if (!isAlgorithm(algorithm)) throw badDigest(algorithm);
  const upload = await parts.uploads.begin(name, algorithm);
  // A client that mounts sends no body, also where it names the digest a second time.
  if (digest === undefined || query.has('mount')) {
    return {
      status: 202,
      headers: { ...progress(name, upload), 'content-length': '0', 'oci-chunk-min-length': '1' },
    };
  }
  const single = { body: ask.body() };
  try {
    await parts.uploads.finish(name, upload.id, digest, single);
  } catch (error) {
    // Nobody was told where this upload is: nobody could go on with it.
    await parts.uploads.cancel(name, upload.id).catch(() => undefined);
    throw error;
  }
  return stored(name, digest);
}

async function finish({ uploads }: Parts, ask: Identified): Promise<Answer> {
  const { name, id } = ask.params;
  const digest = digestOf(ask.query.get('digest'));
  if (digest === undefined) throw badDigest(ask.query.get('digest'));
  await uploads.finish(name, id, digest, chunkOf(ask));
  return stored(name, digest);
}

const stored = (name: string, { text }: Digest): Answer => ({
  status: 201,
  headers: { location: `/v2/${name}/blobs/${text}`, 'docker-content-digest': text, 'content-length': '0' },
});

/** Takes a blob from where it is already; `undefined` where it must be uploaded. */
async function mount({ library, shelf }: Parts, { params: { name }, query }: Named): Promise<Answer | undefined> {
  const digest = digestOf(query.get('mount'));
  if (digest === undefined) throw badDigest(query.get('mount'));
  const from = query.get('from');
  if (from !== null && !isName(from)) throw badName(from);
  // Without `from` any repository will do.
  const holders = from === null ? library.holders(digest.text) : [from];
  for (const holder of holders) {
    const held = library.blob(holder, digest.text);
    if (held !== undefined && (await library.link(name, digest.text, held))) return stored(name, digest);
    const elsewhere = held === undefined ? await shelf.blob(holder, digest.text) : undefined;
    const body = await elsewhere?.open();
    if (body === undefined) continue;
    await library.take(name, digest, body);
    return stored(name, digest);
  }
  return undefined;
}

/** The bytes of a request, and where it says that they belong. */
function chunkOf(ask: Ask): Chunk {
  const header = ask.headers['content-range'];
  if (header === undefined) return { body: ask.body() };
  const [, first, last] = /^(\d+)-(\d+)$/.exec(header) ?? [];
  const [start, end] = [Number(first), Number(last)];
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || end < start) {
    throw problem(400, 'BLOB_UPLOAD_INVALID', 'Content-Range is not like 0-99', { 'content-range': header });
  }
  const size = end - start + 1;
  const told = ask.headers['content-length'];
  if (told !== undefined && Number(told) !== size) {
    throw problem(400, 'SIZE_INVALID', 'provided length did not match content length', { 'content-range': header });
  }
  return { start, body: ask.body(size) };
}
