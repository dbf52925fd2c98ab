import { at, plain, textsOf } from '../reading.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import { newest, type Catalogue, type Crate } from './catalogue.ts';
import { canonical } from './names.ts';

/** The web API besides publishing. */
export function webRoutes(known: Catalogue): readonly Route[] {
  return [
    route('GET', '/api/v1/crates', 'search', (ask) => search(known, ask)),
    route('GET', '/api/v1/crates/:name', 'search', ({ params }) => about(known, params.name)),
    route('GET', '/api/v1/crates/:name/:version/download', 'download', ({ params }) => download(known, params)),
    route('DELETE', '/api/v1/crates/:name/:version/yank', 'change', ({ params }) => yank(known, params, true)),
    route('PUT', '/api/v1/crates/:name/:version/unyank', 'change', ({ params }) => yank(known, params, false)),
    route('GET', '/api/v1/crates/:name/owners', 'search', ({ params }) => {
      return json({ users: mine(known, params.name).owners.map((login, id) => ({ id: id + 1, login, name: login })) });
    }),
    route('PUT', '/api/v1/crates/:name/owners', 'change', (ask) =>
      owners(known, ask, (before, users) => [...new Set([...before, ...users])]),
    ),
    route('DELETE', '/api/v1/crates/:name/owners', 'change', (ask) =>
      owners(known, ask, (before, users) => before.filter((one) => !users.includes(one))),
    ),
    route('GET', '/api/v1/crates/:name/:version', 'search', async ({ params: { name, version } }) => {
      const entry = (await known.find(name))?.entries.find(({ vers }) => vers === version);
      if (entry === undefined) throw noVersion(name, version);
      return json({ version: shown(entry) });
    }),
  ];
}

function search({ own }: Catalogue, { query }: Ask): Answer {
  const wanted = (query.get('q') ?? '').toLowerCase();
  const crates = own.keys().flatMap((key) => own.get(key) ?? []);
  const hits = crates
    .filter(({ name, description, keywords }) =>
      [canonical(name), description.toLowerCase(), ...keywords].some(
        (text) => text.includes(wanted) || text.includes(canonical(wanted)),
      ),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const size = number(query.get('per_page'), 10, 100);
  const from = (number(query.get('page'), 1, 1_000_000) - 1) * size;
  const page = hits.slice(from, from + size).map((crate) => brief(crate));
  return json({ crates: page, meta: { total: hits.length } });
}

const number = (text: string | null, otherwise: number, most: number): number =>
  text !== null && /^[1-9]\d{0,8}$/.test(text) ? Math.min(Number(text), most) : otherwise;

const brief = ({ name, description, entries }: Crate) => ({ name, max_version: newest(entries), description });

async function about(known: Catalogue, name: string): Promise<Answer> {
  const found = await known.find(name);
  if (found === undefined) throw noCrate(name);
  const description = known.own.get(canonical(name))?.description ?? null;
  const versions = [...found.entries].reverse().map(shown);
  return json({
    crate: { id: found.name, name: found.name, description, max_version: newest(found.entries) },
    versions,
  });
}

const shown = ({ name, vers, cksum, yanked, pubtime }: Crate['entries'][number]) => ({
  crate: name,
  num: vers,
  checksum: cksum,
  yanked,
  created_at: pubtime,
  dl_path: `/api/v1/crates/${name}/${vers}/download`,
});

async function download(known: Catalogue, { name, version }: Named): Promise<Answer> {
  const entry = (await known.find(name))?.entries.find(({ vers }) => vers === version);
  const file = entry === undefined ? undefined : await known.download(entry);
  if (file === undefined) throw noVersion(name, version);
  const length = file.size === undefined ? {} : { 'content-length': String(file.size) };
  return { status: 200, headers: { 'content-type': 'application/gzip', ...length }, body: file.stream };
}

interface Named {
  readonly name: string;
  readonly version: string;
}

async function yank({ own }: Catalogue, { name, version }: Named, yanked: boolean): Promise<Answer> {
  await own.update(canonical(name), (crate) => {
    if (crate?.entries.some(({ vers }) => vers === version) !== true) throw noVersion(name, version);
    return { ...crate, entries: crate.entries.map((entry) => (entry.vers === version ? { ...entry, yanked } : entry)) };
  });
  return json({ ok: true });
}

type ChangeOwners = (before: readonly string[], users: readonly string[]) => readonly string[];

async function owners({ own }: Catalogue, ask: Ask<{ readonly name: string }>, change: ChangeOwners): Promise<Answer> {
  const users = textsOf(at(plain(await ask.json()), 'users'));
  if (users === undefined) throw new Refused('invalid', 'invalid json request: missing field `users`');
  await own.update(canonical(ask.params.name), (crate) => {
    if (crate === undefined) throw noCrate(ask.params.name);
    const next = change(crate.owners, users);
    if (next.length === 0) {
      throw new Refused(
        'invalid',
        "cannot remove all individual owners of a crate. Team member don't have permission to modify owners, so at least one individual owner is required.",
      );
    }
    return { ...crate, owners: next };
  });
  return json({ ok: true, msg: `owners of ${ask.params.name} are now changed: ${users.join(', ')}` });
}

function mine({ own }: Catalogue, name: string): Crate {
  const crate = own.get(canonical(name));
  if (crate === undefined) throw noCrate(name);
  return crate;
}

const noCrate = (name: string): Refused => new Refused('not-found', `crate \`${name}\` does not exist`);
const noVersion = (name: string, version: string): Refused =>
  new Refused('not-found', `crate \`${name}\` does not have a version \`${version}\``);
