import type { Dialogue, HttpAnswer } from '../../model/http.ts';
import type { Presence, PresentFile, Released } from '../../model/registry.ts';
import { isObject, listOf, objectOf, stringOf, stringsOf } from '../../text/json/narrow.ts';
import { isSameVersion } from '../../versions/pep440.ts';
import { below, mostBytes, unknown } from '../reading.ts';
import { isOfVersion, normalise } from './files.ts';

/** PEP 691 where the index has it, PEP 503 else: some indexes only know pages. */
const accept = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01';

/** Asks a simple index for one version of a project: any file of it means that the version is taken. */
export function* presence(asked: Released): Dialogue<Presence> {
  const { registry, name, version } = asked;
  const manual = `pip index versions ${name} --pre --index-url ${registry.url}`;
  const url = below(registry.url, `${normalise(name)}/`);
  const outcome = yield { method: 'GET', url, headers: { accept }, mostBytes };
  if (outcome.is === 'silence') return unknown(asked, outcome, manual);
  if (outcome.status === 404 || outcome.status === 410) return { is: 'absent', name: 'unknown' };
  const page = outcome.status === 200 && !outcome.isCut ? pageOf(outcome) : undefined;
  if (page === undefined) return unknown(asked, outcome, manual);
  const files = page.files.filter((file) => isOfVersion(file.name, name, version));
  if (files.length > 0) {
    return { is: 'present', files, ...(files.every(({ isYanked }) => isYanked === true) ? { isYanked: true } : {}) };
  }
  // A version whose files were deleted is still listed by indexes that list versions; none of its file names comes back.
  if (page.versions.some((one) => isSameVersion(one, version))) return { is: 'present', files, isDeleted: true };
  return { is: 'absent', name: 'known' };
}

interface Page {
  readonly versions: readonly string[];
  readonly files: readonly PresentFile[];
}

function pageOf({ headers, text }: HttpAnswer): Page | undefined {
  return (headers['content-type'] ?? '').includes('json') ? fromJson(text) : fromHtml(text);
}

function fromJson(text: string): Page | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { files, versions } = objectOf(data);
  if (!Array.isArray(files)) return undefined;
  return {
    versions: stringsOf(versions),
    files: listOf(files)
      .filter(isObject)
      .map((file) =>
        described(stringOf(file.filename) ?? '', stringOf(objectOf(file.hashes).sha256), isYanked(file.yanked)),
      ),
  };
}

/** The reason may be empty: there, it still is yanked. */
const isYanked = (yanked: unknown): boolean => yanked === true || typeof yanked === 'string';

function fromHtml(text: string): Page | undefined {
  if (!/<(?:!doctype html|html|a|body)\b/i.test(text)) return undefined;
  const files = [...text.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/gi)].map(([, attributes = '', shown = '']) => {
    const digest = /#sha256=([0-9a-f]{64})/i.exec(attributes)?.[1];
    return described(plain(shown.trim()), digest, /\sdata-yanked(?:[\s=]|$)/i.test(attributes));
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
