import { Readable } from 'node:stream';
import type { House } from '../protocol.ts';
import { at, listOf, plain, textOf } from '../reading.ts';
import type { Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { hasAlready } from '../server/conditional.ts';
import { route, type Route } from '../server/route.ts';
import { digestOf, isTag, type Digest } from './grammar.ts';
import type { Library } from './library.ts';
import { descriptorOf, isIndex, isManifestType, mostManifest, readManifest, type Manifest } from './manifest.ts';
import { noManifest, noRepository, problem, Problem, type Complaint } from './problem.ts';
import type { Served, Shelf } from './shelf.ts';

type Referred = Ask<{ readonly name: string; readonly reference: string }>;

/** Manifests and lists of them: pushed, pulled and removed, by tag or by digest. */
export function manifestRoutes(house: House, shelf: Shelf, library: Library): readonly Route[] {
  const path = '/v2/*name/manifests/:reference';
  return [
    route('GET', path, 'index', (ask) => pull(shelf, ask)),
    route('PUT', path, 'publish', (ask) => push(house, shelf, library, ask)),
    route('DELETE', path, 'change', async ({ params: { name, reference } }) => {
      const digest = checked(name, reference);
      if (library.repository(name) === undefined) throw noRepository(name);
      const gone = await (digest === undefined
        ? library.removeTag(name, reference)
        : library.removeManifest(name, reference));
      if (!gone) throw noManifest(name, reference);
      return { status: 202, headers: { 'content-length': '0' } };
    }),
  ];
}

/** The digest, where it is one; what is neither digest nor tag names nothing. */
function checked(name: string, reference: string): Digest | undefined {
  if (reference.includes(':')) {
    const digest = digestOf(reference);
    if (digest === undefined) throw problem(400, 'DIGEST_INVALID', 'invalid digest', { name, reference });
    return digest;
  }
  if (!isTag(reference)) throw problem(400, 'TAG_INVALID', 'invalid tag', { name, reference });
  return undefined;
}

async function pull(shelf: Shelf, ask: Referred): Promise<Answer> {
  const { name, reference } = ask.params;
  const digest = checked(name, reference);
  const found = await shelf.manifest(name, reference, ask.view);
  if (found === undefined) throw noManifest(name, reference);
  const accepts = accepted(ask.headers.accept);
  const served = accepts(found.mediaType)
    ? found
    : digest === undefined
      ? await single(shelf, name, found, accepts)
      : undefined;
  if (served === undefined) {
    throw problem(404, 'MANIFEST_UNKNOWN', `the manifest is of the type ${found.mediaType}, which is not accepted`, {
      name,
      reference,
    });
  }
  const etag = `"${served.digest}"`;
  const headers = { 'docker-content-digest': served.digest, etag };
  if (hasAlready(ask.headers, etag)) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': served.mediaType }, body: served.bytes };
}

type Accepts = (mediaType: string) => boolean;

/** Only a client that names types of manifests means it; the others take what comes. */
function accepted(header: string | undefined): Accepts {
  const types = (header ?? '').split(',').map((one) => one.split(';')[0]?.trim().toLowerCase() ?? '');
  const open = types.some((type) => /^(\*\/\*|application\/(\*|json))$/.test(type)) || !types.some(isManifestType);
  return (mediaType) => open || types.includes(mediaType);
}

/** What a client that knows no lists gets for one: the image that most machines run. */
async function single(shelf: Shelf, name: string, found: Served, accepts: Accepts): Promise<Served | undefined> {
  if (!isIndex(found.mediaType)) return undefined;
  const entries = listOf(at(plain(JSON.parse(found.bytes.toString('utf8')) as unknown), 'manifests')) ?? [];
  const [first] = entries
    .flatMap((one) => descriptorOf(plain(one)) ?? [])
    .filter(({ mediaType, platform }) => {
      const isCommon = textOf(at(platform, 'os')) === 'linux' && textOf(at(platform, 'architecture')) === 'amd64';
      return isCommon && accepts(mediaType);
    });
  return first && shelf.manifest(name, first.digest.text);
}

async function push(house: House, shelf: Shelf, library: Library, ask: Referred): Promise<Answer> {
  const { name, reference } = ask.params;
  const wanted = checked(name, reference);
  const tags = wanted === undefined ? [reference] : ask.query.getAll('tag');
  for (const tag of tags) {
    if (!isTag(tag)) throw problem(400, 'TAG_INVALID', 'invalid tag', { name, tag });
  }
  const bytes = await ask.bytes(mostManifest);
  const manifest = readManifest(bytes, ask.headers['content-type']);
  await checkNeeds(shelf, name, manifest);
  const algorithm = wanted?.algorithm ?? 'sha256';
  const draft = await house.blobs.begin([algorithm]);
  const { summary } = manifest;
  const hex = await draft.append(Readable.from([bytes])).then(() => draft.digest(algorithm).toString('hex'));
  const text = `${algorithm}:${hex}`;
  if (wanted !== undefined && wanted.hex !== hex) {
    await draft.drop();
    throw problem(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content', {
      digest: wanted.text,
      uploaded: text,
    });
  }
  await library.keepManifest(name, { digest: { algorithm, hex, text }, draft, summary, tags });
  return {
    status: 201,
    headers: {
      location: `/v2/${name}/manifests/${text}`,
      'docker-content-digest': text,
      'content-length': '0',
      ...(summary.subject === undefined ? {} : { 'oci-subject': summary.subject }),
      ...(wanted === undefined || tags.length === 0 ? {} : { 'oci-tag': tags.join(', ') }),
    },
  };
}

/** A manifest is the last to come: nobody shall pull one whose parts are not there. */
async function checkNeeds(shelf: Shelf, name: string, { needs, summary }: Manifest): Promise<void> {
  const found = await Promise.all(needs.map(({ digest }) => shelf.knows(name, digest.text)));
  const what = isIndex(summary.mediaType) ? 'manifest' : 'blob';
  const complaints = needs.flatMap(({ digest, size }, index): readonly Complaint[] => {
    const known = found[index];
    const detail = { digest: digest.text, size: known?.size };
    if (known === undefined) return [{ code: 'MANIFEST_BLOB_UNKNOWN', message: `${what} unknown to registry`, detail }];
    const differs = known.size !== undefined && known.size !== size;
    return differs ? [{ code: 'MANIFEST_INVALID', message: `the ${what} has another size`, detail }] : [];
  });
  if (complaints.length > 0) throw new Problem(400, complaints);
}
