/** Where something is written. Lines and columns count from 1; absent where the file as a whole is meant. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** Something a person must know, with the way out: if we cannot say `fix`, we do not understand the problem yet. */
export interface Problem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly what: string;
  readonly where?: Place;
  readonly fix: string;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (...problems: Problem[]): Result<never> => ({ ok: false, problems });
