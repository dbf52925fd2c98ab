import type { Plain } from '../reading.ts';

/** A package that was published here. */
export interface Package {
  readonly name: string;
  /** Grows with every change: a client that changes all of it says which state it saw. */
  readonly revision: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, Version>>;
  readonly maintainers: readonly string[];
  readonly readme: string;
  readonly created: string;
  readonly modified: string;
  /** Versions that were unpublished: they are never free again. */
  readonly gone: Readonly<Record<string, string>>;
}

export interface Version {
  /** The manifest as it was published; where the file is depends on how we are addressed. */
  readonly manifest: Plain;
  readonly sha256: string;
  readonly size: number;
  readonly published: string;
  /** Signed statements about how it was made. */
  readonly attestations: readonly unknown[];
}

/** What `npm publish` sent, checked. */
export interface Upload {
  readonly name: string;
  readonly version: string;
  readonly manifest: Plain;
  readonly tags: readonly string[];
  readonly readme: string;
  readonly file: Buffer;
  readonly attestations: readonly unknown[];
}

export const revisionOf = ({ revision, modified }: Package): string =>
  `${revision}-${Buffer.from(modified).toString('hex').slice(-32)}`;
