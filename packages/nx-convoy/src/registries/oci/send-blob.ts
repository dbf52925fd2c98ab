import type { Dialogue, HttpAnswer, HttpOutcome, HttpRequest } from '../../model/http.ts';
import { below } from '../reading.ts';
import { uploadMs } from '../sent.ts';
import type { Blob } from './consignment.ts';
import { failedBy, odd, type Failed } from './outcome.ts';
import type { Shipping } from './shipping.ts';
import { sendInChunks } from './send-chunks.ts';

/** Sends a blob unless it is there; nothing that clients see depends on it before a manifest names it. */
export function* sendBlob(blob: Blob, shipping: Shipping): Dialogue<Failed | undefined> {
  const there = yield* isThere(blob, shipping);
  if (there === true) return undefined;
  if (there !== false) return there;
  for (const source of blob.sources) {
    const mounted = yield* shipping.session.ask(begin(shipping, { mount: blob.digest, from: source }));
    if (mounted.is === 'answer' && mounted.status === 201) return undefined;
    // What it begins instead of a mount is an upload like any other.
    if (mounted.is === 'answer' && mounted.status === 202) return yield* sendTo(mounted, blob, shipping);
  }
  const begun = yield* shipping.session.ask(begin(shipping));
  if (begun.is === 'answer' && begun.status === 202) return yield* sendTo(begun, blob, shipping);
  return lost(begun, shipping);
}

function* isThere(blob: Blob, shipping: Shipping): Dialogue<boolean | Failed> {
  const url = below(shipping.at, `blobs/${blob.digest}`);
  const outcome = yield* shipping.session.ask({ method: 'HEAD', url });
  if (outcome.is === 'answer') {
    if (outcome.status === 200) return true;
    // Some let nobody look who may write all the same, or send the look to a storage that takes none.
    if (outcome.status >= 400 && outcome.status < 500 && ![401, 429].includes(outcome.status)) return false;
  }
  return lost(outcome, shipping);
}

export const begin = ({ at }: Shipping, query: Readonly<Record<string, string>> = {}): HttpRequest => ({
  method: 'POST',
  url: `${below(at, 'blobs/uploads/')}${Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query).toString()}`}`,
});

/** All at once; in chunks where a registry, or what stands before it, takes no body of that size. */
function* sendTo(begun: HttpAnswer, blob: Blob, shipping: Shipping): Dialogue<Failed | undefined> {
  const place = placeIn(begun, below(shipping.at, 'blobs/uploads/'));
  if (place === undefined) return odd(shipping.parcel, begun);
  const outcome = yield* follow(shipping, {
    method: 'PUT',
    url: withDigest(place, blob),
    headers: { 'content-type': 'application/octet-stream' },
    body: blob.part(0, blob.size),
    timeoutMs: uploadMs(blob.size),
  });
  if (isDone(outcome)) return undefined;
  if (outcome.is === 'answer' && outcome.status === 413) return yield* sendInChunks(blob, shipping);
  return (yield* arrivedAllTheSame(outcome, blob, shipping)) ? undefined : lost(outcome, shipping);
}

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
