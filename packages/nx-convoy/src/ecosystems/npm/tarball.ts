import type { Made, Opened } from '../../model/packaging.ts';
import type { JsonObject } from '../../text/json/narrow.ts';

/** A tarball as those find it who install it. */
export interface Tarball {
  readonly file: Opened;
  readonly manifest: JsonObject;
  /** Paths as the manifest names them: without the folder at the top. */
  readonly paths: readonly string[];
  readonly made: Made;
}
