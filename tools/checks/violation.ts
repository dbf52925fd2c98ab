/** What a check found: where, what, and what to do about it. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly fix: string;
}
