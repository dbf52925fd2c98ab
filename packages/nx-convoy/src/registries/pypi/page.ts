import type { Credential } from '../../model/credential.ts';
import type { HttpAnswer, HttpRequest } from '../../model/http.ts';
import type { PresentFile, Released } from '../../model/registry.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { isObject, listOf, objectOf, stringOf, stringsOf } from '../../text/json/narrow.ts';
import { basic } from '../login.ts';
import { below, mostBytes } from '../reading.ts';
import { normalise } from './files.ts';

/** PEP 691 where the index has it, PEP 503 else: some indexes only know pages. */
const accept = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01';

export const question = ({ registry, name }: Released, by: Credential | undefined): HttpRequest => ({
  method: 'GET',
  url: below(registry.url, `${normalise(name)}/`),
  headers: { accept, ...basic(by, '__token__') },
  mostBytes,
});

export interface ListedFile {
  readonly file: PresentFile;
  /** As the page has it: absolute, or seen from the page. */
  readonly url: string;
}

/** What a simple index tells of a project. */
export interface Page {
  readonly versions: readonly string[];
  readonly files: readonly ListedFile[];
}

export function pageOf({ headers, text }: HttpAnswer): Page | undefined {
  return (headers['content-type'] ?? '').includes('json') ? fromJson(text) : fromHtml(text);
}

function fromJson(text: string): Page | undefined {
  const { files, versions } = fieldsIn(text);
  if (!Array.isArray(files)) return undefined;
  return {
    versions: stringsOf(versions),
    files: listOf(files)
      .filter(isObject)
      .map((file) => ({
        file: described(stringOf(file.filename) ?? '', stringOf(objectOf(file.hashes).sha256), isYanked(file.yanked)),
        url: stringOf(file.url) ?? '',
      })),
  };
}

/** The reason may be empty: there, it still is yanked. */
const isYanked = (yanked: unknown): boolean => yanked === true || typeof yanked === 'string';

function fromHtml(text: string): Page | undefined {
  if (!/<(?:!doctype html|html|a|body)\b/i.test(text)) return undefined;
  const files = [...text.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/gi)].map(([, attributes = '', shown = '']) => {
    const digest = /#sha256=([0-9a-f]{64})/i.exec(attributes)?.[1];
    const [, , url = ''] = /\shref\s*=\s*(["'])(.*?)\1/i.exec(attributes) ?? [];
    return {
      file: described(plain(shown.trim()), digest, /\sdata-yanked(?:[\s=]|$)/i.test(attributes)),
      url: plain(url).replace(/#.*$/, ''),
    };
  });
  return { versions: [], files };
}

const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

const described = (name: string, sha256: string | undefined, yanked: boolean): PresentFile => ({
  name,
  ...(sha256 === undefined ? {} : { digest: `sha256:${sha256}` }),
  ...(yanked ? { isYanked: true } : {}),
});
