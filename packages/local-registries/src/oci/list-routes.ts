import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { route, type Route } from '../server/route.ts';
import { digestOf } from './grammar.ts';
import type { Library } from './library.ts';
import { indexType } from './manifest.ts';
import { badDigest, noRepository, problem } from './problem.ts';
import type { Shelf } from './shelf.ts';

/** What there is: tags, repositories, and manifests about other manifests. */
export function listRoutes(shelf: Shelf, library: Library): readonly Route[] {
  return [
    route('GET', '/v2/_catalog', 'index', (ask) => {
      const { items, link } = page([...library.names()].sort(), '/v2/_catalog', ask.query);
      return json({ repositories: items }, 200, link);
    }),
    route('GET', '/v2/*name/tags/list', 'index', async ({ params: { name }, query, view }) => {
      const tags = await shelf.tags(name, view);
      if (tags === undefined) throw noRepository(name);
      const { items, link } = page(tags, `/v2/${name}/tags/list`, query);
      return json({ name, tags: items }, 200, link);
    }),
    route('GET', '/v2/*name/referrers/:digest', 'index', (ask) => referrers(library, ask)),
  ];
}

/** The items after `last`, no more than `n`, and where the next ones are. */
function page(
  all: readonly string[],
  path: string,
  query: URLSearchParams,
): { readonly items: readonly string[]; readonly link: Readonly<Record<string, string>> } {
  const given = query.get('n');
  if (given !== null && !/^\d{1,15}$/.test(given)) {
    throw problem(400, 'PAGINATION_NUMBER_INVALID', 'n is no number', { n: given });
  }
  const last = query.get('last') ?? '';
  const rest = last === '' ? all : all.filter((one) => one > last);
  const items = given === null ? rest : rest.slice(0, Number(given));
  const end = items.at(-1);
  if (end === undefined || items.length === rest.length) return { items, link: {} };
  const next = `${path}?n=${items.length}&last=${encodeURIComponent(end)}`;
  return { items, link: { link: `<${next}>; rel="next"` } };
}

/** Never 404: that would tell clients to look for a tag instead. */
function referrers(
  library: Library,
  { params: { name, digest }, query, view }: Ask<{ readonly name: string; readonly digest: string }>,
): Answer {
  if (digestOf(digest) === undefined) throw badDigest(digest);
  const wanted = query.get('artifactType');
  const manifests = Object.entries(library.repository(name, view)?.manifests ?? {})
    .filter(([, { subject }]) => subject === digest)
    .filter(([, { artifactType }]) => wanted === null || artifactType === wanted)
    .map(([text, { mediaType, size, artifactType, annotations }]) => ({
      mediaType,
      size,
      digest: text,
      ...(artifactType === undefined ? {} : { artifactType }),
      ...(annotations === undefined ? {} : { annotations }),
    }));
  const applied: Readonly<Record<string, string>> = wanted === null ? {} : { 'oci-filters-applied': 'artifactType' };
  return json({ schemaVersion: 2, mediaType: indexType, manifests }, 200, { 'content-type': indexType, ...applied });
}
