import { at, listOf, plain, textOf, type Plain } from '../reading.ts';
import { bytesOf, limited } from '../server/body.ts';
import { parsed, type Upstream } from '../sources/upstream.ts';
import { readFileName } from './file-name.ts';
import { linksIn } from './links.ts';
import type { Distribution } from './project.ts';
import type { Source } from './sources.ts';
import { spelled, versionOf } from './version.ts';

const mostRead = 256 * 1024 * 1024;
const accepted = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';

/** Another index, by the address above its `/simple/`; in JSON, or in HTML where it knows nothing newer. */
export function upstreamSource(upstream: Upstream): Source {
  const page = async (path: string): Promise<{ readonly type: string; readonly text: string } | undefined> => {
    const passed = await upstream.get(path, { headers: { accept: accepted } });
    if (passed === undefined) return undefined;
    const text = (await bytesOf(limited(passed.body, mostRead, () => undefined))).toString('utf8');
    return { type: passed.headers.get('content-type') ?? '', text };
  };
  const find = async (project: string): Promise<readonly Distribution[]> => {
    const path = `/simple/${project}/`;
    const found = await page(path);
    if (found === undefined) return [];
    const { type, text } = found;
    const listed = /json/i.test(type)
      ? (listOf(at(plain(parsed(upstream, text)), 'files')) ?? []).flatMap((one) => fromJson(plain(one)))
      : linksIn(text);
    return listed.flatMap((one) => named(one, `${upstream.url}${path}`));
  };
  return {
    find,
    // All of a public index would be half a million names, and no client needs them.
    names: () => Promise.resolve([]),
    async open(project, file, what) {
      const url = (await find(project)).find((one) => one.file === file)?.url;
      if (url === undefined) return undefined;
      const passed = await upstream.get(what === 'metadata' ? `${url}.metadata` : url);
      if (passed === undefined) return undefined;
      const length = passed.headers.get('content-length');
      // A body that is packed on its way has another length here.
      const size = length === null || passed.headers.has('content-encoding') ? {} : { size: Number(length) };
      return { ...size, stream: () => Promise.resolve(passed.body) };
    },
  };
}

/** A link of an index, before anybody looked at the name of the file. */
export type Link = Omit<Distribution, 'version' | 'kind' | 'python'> & { readonly url: string };

function fromJson(file: Plain | undefined): readonly Link[] {
  const [name, url] = [textOf(at(file, 'filename')), textOf(at(file, 'url'))];
  if (name === undefined || url === undefined) return [];
  const hashes = Object.entries(plain(at(file, 'hashes')) ?? {}).flatMap(([algorithm, digest]) =>
    typeof digest === 'string' ? [[algorithm, digest] as const] : [],
  );
  const metadata = at(file, 'core-metadata') ?? at(file, 'dist-info-metadata');
  const digest = textOf(at(plain(metadata), 'sha256'));
  const [size, uploaded, requiresPython] = [at(file, 'size'), at(file, 'upload-time'), at(file, 'requires-python')];
  const yanked = at(file, 'yanked');
  return [
    {
      file: name,
      url,
      hashes: Object.fromEntries(hashes),
      ...(typeof size === 'number' ? { size } : {}),
      ...(typeof uploaded === 'string' ? { uploaded } : {}),
      ...(typeof requiresPython === 'string' ? { requiresPython } : {}),
      ...(metadata === undefined || metadata === false ? {} : { metadata: digest ?? (true as const) }),
      ...(typeof yanked === 'string' || yanked === true ? { yanked } : {}),
    },
  ];
}

/** What is neither a wheel nor a source distribution is left out, as clients do. */
function named({ url, ...link }: Link, page: string): readonly Distribution[] {
  try {
    const { kind, version, python } = readFileName(link.file);
    const known = versionOf(version);
    return [
      { ...link, url: new URL(url, page).href, kind, python, version: known === undefined ? version : spelled(known) },
    ];
  } catch {
    return [];
  }
}
