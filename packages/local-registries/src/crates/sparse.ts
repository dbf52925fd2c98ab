import { createHash } from 'node:crypto';
import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import type { Catalogue } from './catalogue.ts';
import { indexPath } from './names.ts';

/** The sparse index: a file for each crate, with a line for each version. */
export function indexRoutes(known: Catalogue, isPrivate: boolean): readonly Route[] {
  return [
    route('GET', '/index/config.json', 'index', ({ origin }) =>
      json({ dl: `${origin}/api/v1/crates`, api: origin, ...(isPrivate ? { 'auth-required': true } : {}) }),
    ),
    route('GET', '/index/*path', 'index', (ask) => file(known, ask)),
  ];
}

async function file(known: Catalogue, ask: Ask<{ readonly path: string }>): Promise<Answer> {
  const { path } = ask.params;
  const name = path.split('/').at(-1) ?? '';
  const found = indexPath(name) === path ? await known.find(name, ask.view) : undefined;
  // The crate `foo_bar` has no file called `foo-bar`: cargo itself tries other spellings.
  if (found?.name.toLowerCase() !== name) throw new Refused('not-found', `crate \`${name}\` does not exist`);
  const lines = found.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  const etag = `"${createHash('sha256').update(lines).digest('hex').slice(0, 32)}"`;
  const headers = { etag, 'cache-control': 'max-age=0, must-revalidate' };
  if (matches(ask.headers['if-none-match'], etag)) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' }, body: lines };
}

/** A list of tags, weak ones too, or `*`. */
const matches = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
