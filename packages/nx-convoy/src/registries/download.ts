import { createHash } from 'node:crypto';
import type { Dialogue } from '../model/http.ts';
import type { Held, Released } from '../model/registry.ts';
import { mostBytes, unknown } from './reading.ts';
import { uploadMs } from './sent.ts';

/** A file that a registry has, and how somebody asks for it by hand. */
export interface Wanted {
  readonly asked: Released;
  readonly manual: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the registry tells of it: `sha256:<hex>`, `sha512-<base64>`, or npm's SHA-1; what came otherwise is not what it holds. */
  readonly digest: string | undefined;
  /** Of our own: what is much larger is not the same, and not read. */
  readonly size: number;
}

/** Reads a file to be compared with ours. What is cut or broken on its way tells nothing of what is there. */
export function* download({ asked, manual, url, headers, digest, size }: Wanted): Dialogue<Held> {
  const outcome = yield {
    method: 'GET',
    url,
    headers,
    wants: 'bytes',
    mostBytes: Math.max(mostBytes, 2 * size),
    timeoutMs: uploadMs(size),
  };
  if (outcome.is === 'silence' || outcome.status !== 200 || outcome.isCut) return unknown(asked, outcome, manual);
  const { bytes } = outcome;
  if (bytes === undefined || !isIt(bytes, digest)) return broken(asked, url);
  return { is: 'file', bytes };
}

function isIt(bytes: Uint8Array, digest: string | undefined): boolean {
  if (digest === undefined) return true;
  const [, algorithm = 'sha1', mark = ':', value = digest] = /^(sha\d+)([:-])(.+)$/.exec(digest) ?? [];
  const found = createHash(algorithm)
    .update(bytes)
    .digest(mark === ':' ? 'hex' : 'base64');
  return mark === ':' ? found === value.toLowerCase() : found === value;
}

const broken = ({ name, version }: Released, url: string): Held => ({
  is: 'unknown',
  problem: {
    code: 'DOWNLOAD_BROKEN',
    severity: 'warning',
    what: `What ${url} gave for ${name} ${version} has another digest than the registry tells.`,
    fix: 'Ask again: it was broken on its way, or the registry is not in order; then those who run it must look.',
  },
});
