import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { View } from '../storage/view.ts';
import type { Caller } from './tokens.ts';

/** One request, as a route sees it. */
export interface Ask<P = object> {
  readonly method: string;
  readonly params: P;
  /** As it was asked for, still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** `http://127.0.0.1:4000`, by the name under which this client knows us: links in answers start with it. */
  readonly origin: string;
  readonly caller: Caller;
  /** Which state of the index this client is shown; hand it to `Table.seen`. */
  readonly view: View;
  /** The body, cut off with a refusal where it is longer than the limit. */
  body(limit?: number): Readable;
  bytes(limit?: number): Promise<Buffer>;
  json(limit?: number): Promise<unknown>;
  /** How many parts a form may have. */
  readonly mostParts: number;
}
