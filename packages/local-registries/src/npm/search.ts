import { at, textOf, textsOf } from '../reading.ts';
import { json, type Answer } from '../server/answer.ts';
import { route, type Route } from '../server/route.ts';
import type { House } from '../protocol.ts';
import type { Catalogue } from './catalogue.ts';
import { notFound } from './change.ts';
import type { Package } from './package.ts';
import { newestOf, person } from './packument.ts';

/** What clients ask besides packages: searches, proofs, and whether something is known to be unsafe. */
export function otherRoutes({ own }: Catalogue, { clock }: House): readonly Route[] {
  return [
    route('GET', '/-/v1/search', 'search', ({ query }) => {
      const text = (query.get('text') ?? '').toLowerCase();
      const hits = [...own.keys()]
        .sort()
        .flatMap((name) => brief(own.get(name)))
        .filter(({ words }) => text.split(/\s+/).every((word) => words.includes(word)));
      const from = number(query.get('from'), 0);
      const page = hits.slice(from, from + Math.min(number(query.get('size'), 20), 250));
      const score = { final: 1, detail: { quality: 1, popularity: 1, maintenance: 1 } };
      const objects = page.map((hit) => ({ package: hit.package, score, searchScore: 1, flags: { unstable: 0 } }));
      return json({ objects, total: hits.length, time: new Date(clock.now()).toISOString() });
    }),
    route('GET', '/-/npm/v1/attestations/*spec', 'index', ({ params }) =>
      attestations((name) => own.get(name), params.spec),
    ),
    route('GET', '/-/npm/v1/keys', 'open', () => json({ keys: [] })),
    route('POST', '/-/npm/v1/security/advisories/bulk', 'search', () => json({})),
  ];
}

const number = (text: string | null, otherwise: number): number =>
  text !== null && /^\d{1,6}$/.test(text) ? Number(text) : otherwise;

function brief(known: Package | undefined) {
  const version = known === undefined ? undefined : (textOf(at(known.tags, 'latest')) ?? newestOf(known.versions));
  const found = version === undefined ? undefined : known?.versions[version];
  if (known === undefined || version === undefined || found === undefined) return [];
  const description = textOf(at(found.manifest, 'description')) ?? '';
  const keywords = textsOf(at(found.manifest, 'keywords')) ?? [];
  const people = known.maintainers.map((name) => ({ username: name, email: person(name).email }));
  const about = {
    name: known.name,
    version,
    description,
    keywords,
    date: known.modified,
    links: {},
    publisher: people[0],
    maintainers: people,
  };
  return [{ package: about, words: [known.name, description, ...keywords].join(' ').toLowerCase() }];
}

/** `name@version`; the name may begin with an `@` of its own. */
function attestations(get: (name: string) => Package | undefined, spec: string): Answer {
  const [, name = '', version = ''] = /^(.+)@([^@]+)$/.exec(spec) ?? [];
  const bundles = get(name)?.versions[version]?.attestations ?? [];
  if (bundles.length === 0) throw notFound();
  return json({ attestations: bundles.map((bundle) => ({ predicateType: 'https://slsa.dev/provenance/v1', bundle })) });
}
