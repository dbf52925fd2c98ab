import type { Dialogue, HttpAnswer, HttpOutcome, HttpRequest } from '../../model/http.ts';
import { below } from '../reading.ts';
import type { Blob } from './consignment.ts';
import { failedBy, type Failed } from './outcome.ts';
import type { Shipping } from './shipping.ts';

/** Whether it need not be sent. */
export function* isThere(blob: Blob, shipping: Shipping): Dialogue<boolean | Failed> {
  const url = below(shipping.at, `blobs/${blob.digest}`);
  const outcome = yield* shipping.session.ask({ method: 'HEAD', url });
  if (outcome.is === 'answer') {
    if (outcome.status === 200) return true;
    // Some let nobody look who may write all the same, or send the look to a storage that takes none: sending it tells.
    if (outcome.status >= 400 && outcome.status < 500 && outcome.status !== 429) return false;
  }
  return lost(outcome, shipping);
}

export const begin = ({ at }: Shipping, query: Readonly<Record<string, string>> = {}): HttpRequest => ({
  method: 'POST',
  url: `${below(at, 'blobs/uploads/')}${Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query).toString()}`}`,
});

/** Where no good answer came: the blob may have arrived, and asking is cheaper than sending it again. */
export function* arrivedAllTheSame(outcome: HttpOutcome, blob: Blob, shipping: Shipping): Dialogue<boolean> {
  if (outcome.is === 'answer' && outcome.status < 500) return false;
  return (yield* isThere(blob, shipping)) === true;
}

export const isDone = (outcome: HttpOutcome): boolean =>
  outcome.is === 'answer' && [200, 201, 204].includes(outcome.status);

/** Some send on to where they keep things: once, and then it is sent whole again. */
export function* follow({ session }: Shipping, request: HttpRequest): Dialogue<HttpOutcome> {
  const outcome = yield* session.ask(request);
  if (outcome.is !== 'answer' || ![307, 308].includes(outcome.status)) return outcome;
  const url = placeIn(outcome, request.url);
  return url === undefined ? outcome : yield* session.ask({ ...request, url });
}

/**
 * Where to go on, relative to what was asked. A registry behind a proxy that ends TLS may call itself plain: the very host is asked as
 * before, another one without TLS is not.
 */
export function placeIn({ headers }: HttpAnswer, asked: string): string | undefined {
  const { location = '' } = headers;
  if (location === '' || !URL.canParse(location, asked)) return undefined;
  const [from, to] = [new URL(asked), new URL(location, asked)];
  to.username = to.password = '';
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    if (to.hostname !== from.hostname) return undefined;
    to.protocol = 'https:';
    to.port = from.port;
  }
  return ['http:', 'https:'].includes(to.protocol) ? to.href : undefined;
}

/** Put behind what stands there: some sign the rest of the address as it is. */
export const withDigest = (place: string, { digest }: Blob): string =>
  `${place}${place.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`;

/** Nothing that clients see hangs on a blob. */
export const lost = (outcome: HttpOutcome, { parcel, by }: Shipping): Failed =>
  failedBy(outcome, { parcel, by, isInvisible: true });
