import { Buffer } from 'node:buffer';

/**
 * Whether two sets of digests tell the same bytes: by an algorithm that both know. `unknown`: none is in both, so only the content tells.
 */
export function compareDigests(told: readonly string[], ours: readonly string[]): 'same' | 'other' | 'unknown' {
  const known = told.map(read);
  const own = ours.map(read);
  const comparable = known.filter(({ algorithm }) => own.some((one) => one.algorithm === algorithm));
  if (comparable.length === 0) return 'unknown';
  const isSame = comparable.some((a) => own.some((b) => a.algorithm === b.algorithm && a.hex === b.hex));
  return isSame ? 'same' : 'other';
}

/** `sha256:<hex>` as most write it, `sha512-<base64>` as npm does, and forty digits alone, which are npm's older SHA-1. */
function read(digest: string): { readonly algorithm: string; readonly hex: string } {
  const [, algorithm, mark, value = ''] = /^([a-z0-9]+)([:-])(.+)$/i.exec(digest.trim()) ?? [];
  if (algorithm === undefined) return { algorithm: 'sha1', hex: digest.trim().toLowerCase() };
  const hex = mark === '-' ? Buffer.from(value, 'base64').toString('hex') : value;
  return { algorithm: algorithm.toLowerCase(), hex: hex.toLowerCase() };
}
