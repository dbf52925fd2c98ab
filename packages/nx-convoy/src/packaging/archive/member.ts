/** One file on its way into an archive. */
export interface Member {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isExecutable?: boolean;
  /** Where it leads, if it is a link: its bytes count for nothing. */
  readonly link?: string;
}

export interface Dated {
  /** Seconds since 1970: the age of all that is inside. */
  readonly epoch: number;
  /** The commit that it was made from, where tools look for it. */
  readonly comment?: string;
}

/** By their bytes, as `LC_ALL=C sort` has it: the order of a disk or of a language is nobody's business. */
export const inOrder = (members: readonly Member[]): readonly Member[] =>
  [...members].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));

/** Whether a path may stand in an archive: relative, without steps up, for it is unpacked by others. */
export const isPlain = (path: string): boolean =>
  path !== '' &&
  !/^[/\\]|^[a-z]:|[\0\\]/i.test(path) &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
