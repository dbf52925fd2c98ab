import { createHash } from 'node:crypto';
import type { Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { hasAlready } from '../server/conditional.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import type { Catalogue, Found } from './catalogue.ts';
import { escapedText } from './links.ts';
import { normalised } from './names.ts';
import { negotiated, type Form } from './negotiate.ts';
import type { Distribution } from './project.ts';
import { compareSpellings } from './version.ts';

/** With versions, sizes and times (PEP 700) and provenance (PEP 740). */
const api = '1.3';

/** What pip and uv resolve from: a page of all projects, and one for each with its files (PEP 503, 691, 700, 714). */
export function simpleRoutes(known: Catalogue): readonly Route[] {
  return [
    route('GET', '/simple', 'index', () => moved('/simple/')),
    route('GET', '/simple/', 'index', (ask) => all(known, ask)),
    route('GET', '/simple/:name', 'index', ({ params }) => moved(`/simple/${normalised(params.name)}/`)),
    route('GET', '/simple/:name/', 'index', (ask) => {
      const name = normalised(ask.params.name);
      return name === ask.params.name ? one(known, ask, name) : moved(`/simple/${encodeURIComponent(name)}/`);
    }),
  ];
}

const moved = (location: string): Answer => ({ status: 301, headers: { location } });

async function all(known: Catalogue, ask: Ask): Promise<Answer> {
  const names = await known.names(ask.view);
  return shown(ask, {
    json: () => ({ meta: { 'api-version': api }, projects: names.map((name) => ({ name })) }),
    html: () =>
      page(
        'Simple index',
        names.map((name) => `<a href="/simple/${name}/">${name}</a>`),
      ),
  });
}

async function one(known: Catalogue, ask: Ask, name: string): Promise<Answer> {
  const found = await known.find(name, ask.view);
  if (found === undefined) throw new Refused('not-found', 'Not Found');
  return shown(ask, {
    json: () => listing(found, name, ask.origin),
    html: () =>
      page(
        `Links for ${name}`,
        found.files.map((file) => anchor(file, name, ask.origin)),
      ),
  });
}

function shown({ headers, query }: Ask, forms: Readonly<Record<Form, () => object | string>>): Answer {
  const wanted = negotiated(headers.accept, query.get('format'));
  if (wanted === undefined) {
    return { status: 406, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Not Acceptable' };
  }
  const content = forms[wanted.form]();
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  const etag = `"${createHash('sha256').update(wanted.type).update(body).digest('hex').slice(0, 32)}"`;
  const about = { etag, vary: 'Accept', 'cache-control': 'max-age=0, must-revalidate' };
  if (hasAlready(headers, etag)) return { status: 304, headers: about };
  return { status: 200, headers: { ...about, 'content-type': wanted.type }, body };
}

export const fileUrl = ({ file, hashes }: Distribution, project: string, origin: string): string =>
  `${origin}/packages/${project}/${hashes.sha256 ?? '-'}/${encodeURIComponent(file)}`;

export const provenanceUrl = ({ file, version }: Distribution, project: string, origin: string): string =>
  `${origin}/integrity/${project}/${encodeURIComponent(version)}/${encodeURIComponent(file)}/provenance`;

function listing({ files }: Found, name: string, origin: string): object {
  const versions = [...new Set(files.map(({ version }) => version))].sort(compareSpellings);
  return { meta: { 'api-version': api }, name, versions, files: files.map((file) => entry(file, name, origin)) };
}

function entry(file: Distribution, name: string, origin: string): object {
  const { metadata = false, hashes, size, uploaded, requiresPython, yanked = false, provenance } = file;
  const core = typeof metadata === 'string' ? { sha256: metadata } : metadata;
  return {
    filename: file.file,
    url: fileUrl(file, name, origin),
    hashes: shownHashes(hashes),
    // PEP 714: what clients read by the first name once broke them by the second, so both are told.
    'core-metadata': core,
    'data-dist-info-metadata': core,
    ...(size === undefined ? {} : { size }),
    ...(uploaded === undefined ? {} : { 'upload-time': uploaded }),
    'requires-python': requiresPython ?? null,
    yanked,
    provenance: provenance === undefined ? null : provenanceUrl(file, name, origin),
  };
}

/** Others than SHA-256 only where there is none: nothing may be checked by a weaker one. */
const shownHashes = (hashes: Distribution['hashes']): Distribution['hashes'] =>
  hashes.sha256 === undefined ? hashes : { sha256: hashes.sha256 };

function anchor(file: Distribution, name: string, origin: string): string {
  const { metadata, requiresPython, yanked, provenance } = file;
  const [hash] = Object.entries(shownHashes(file.hashes));
  const core = metadata === true ? 'true' : metadata === undefined ? undefined : `sha256=${metadata}`;
  const told = {
    href: `${fileUrl(file, name, origin)}${hash === undefined ? '' : `#${hash.join('=')}`}`,
    'data-requires-python': requiresPython,
    'data-dist-info-metadata': core,
    'data-core-metadata': core,
    'data-yanked': yanked === true ? '' : yanked,
    'data-provenance': provenance === undefined ? undefined : provenanceUrl(file, name, origin),
  };
  const attributes = Object.entries(told).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}="${escapedText(value)}"`],
  );
  return `<a ${attributes.join(' ')}>${escapedText(file.file)}</a>`;
}

const page = (title: string, links: readonly string[]): string =>
  [
    '<!DOCTYPE html>',
    '<html>',
    `  <head><meta name="pypi:repository-version" content="${api}"><title>${escapedText(title)}</title></head>`,
    '  <body>',
    `    <h1>${escapedText(title)}</h1>`,
    ...links.map((link) => `    ${link}<br />`),
    '  </body>',
    '</html>',
    '',
  ].join('\n');
