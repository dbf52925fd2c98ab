/** What the specifications allow as a name, a tag and a digest. */
const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const name = new RegExp(`^${part}(?:/${part})*$`);

/** Clients count the host into a limit of 255; nobody needs as much without it. */
export const isName = (text: string): boolean => text.length <= 255 && name.test(text);

export const isTag = (text: string): boolean => /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/.test(text);

export type Algorithm = 'sha256' | 'sha512';

export interface Digest {
  readonly algorithm: Algorithm;
  readonly hex: string;
  /** `sha256:...` */
  readonly text: string;
}

const lengths: Readonly<Record<Algorithm, number>> = { sha256: 64, sha512: 128 };

/** The digest that a text is; `undefined` where it is none, or one of an algorithm that nobody here calculates. */
export function digestOf(text: string | null | undefined): Digest | undefined {
  const [, algorithm = '', hex = ''] = /^([a-z0-9]+):([0-9a-f]+)$/.exec(text ?? '') ?? [];
  return isAlgorithm(algorithm) && hex.length === lengths[algorithm]
    ? { algorithm, hex, text: `${algorithm}:${hex}` }
    : undefined;
}

export const isAlgorithm = (text: string): text is Algorithm => Object.hasOwn(lengths, text);
