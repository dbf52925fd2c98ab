import type { Json } from '../text/json/read.ts';

/** One value to be checked, and where it stands. */
export interface Part {
  readonly is: 'options' | 'release';
  readonly file: string;
  readonly value: unknown;
  readonly path: readonly (string | number)[];
  readonly json: Json;
}
