import { createHash } from 'node:crypto';

/** `sha256:…`, as registries name content. */
export const digestOf = (bytes: Uint8Array | string, algorithm = 'sha256'): string =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;

const known: Readonly<Record<string, RegExp>> = { sha256: /^[0-9a-f]{64}$/, sha512: /^[0-9a-f]{128}$/ };

/** The two algorithms of the specification; undefined for anything that names no content, and could name a path. */
export function partsOf(digest: string): { readonly algorithm: string; readonly hex: string } | undefined {
  const [algorithm = '', hex = '', ...rest] = digest.split(':');
  const isOne = rest.length === 0 && Object.hasOwn(known, algorithm) && known[algorithm]?.test(hex) === true;
  return isOne ? { algorithm, hex } : undefined;
}

/** Whether bytes are what a digest says. */
export function isDigestOf(digest: string, bytes: Uint8Array): boolean {
  const parts = partsOf(digest);
  return parts !== undefined && digestOf(bytes, parts.algorithm) === digest;
}
