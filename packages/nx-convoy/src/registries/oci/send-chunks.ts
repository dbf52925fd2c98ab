import type { Dialogue, HttpAnswer, HttpOutcome } from '../../model/http.ts';
import { below } from '../reading.ts';
import { uploadMs } from '../sent.ts';
import type { Blob } from './consignment.ts';
import { odd, type Failed } from './outcome.ts';
import { arrivedAllTheSame, begin, follow, isDone, lost, placeIn, withDigest } from './sending-blob.ts';
import type { Shipping } from './shipping.ts';

const MiB = 1024 * 1024;
const mostChunk = 32 * MiB;
const leastChunk = MiB / 4;
/** After as many breaks without a byte between them, somebody else may try. */
const mostBreaks = 3;

/** Piece by piece, smaller ones where they are still too large; where one is lost, from the byte on that the registry has. */
export function* sendInChunks(blob: Blob, shipping: Shipping): Dialogue<Failed | undefined> {
  const begun = yield* shipping.session.ask(begin(shipping));
  if (begun.is !== 'answer' || begun.status !== 202) return lost(begun, shipping);
  let place = placeIn(begun, below(shipping.at, 'blobs/uploads/'));
  const least = Number(begun.headers['oci-chunk-min-length'] ?? 0) || 0;
  let [at, length, breaks] = [0, Math.max(mostChunk, least), 0];
  while (place !== undefined && at < blob.size) {
    const to = Math.min(at + length, blob.size);
    const outcome: HttpOutcome = yield* follow(shipping, {
      method: 'PATCH',
      url: place,
      headers: { 'content-type': 'application/octet-stream', 'content-range': `${at}-${to - 1}` },
      body: blob.part(at, to),
      timeoutMs: uploadMs(to - at),
    });
    const next = outcome.is === 'answer' && isTaken(outcome) ? (reached(outcome) ?? to) : at;
    if (outcome.is === 'answer' && next > at) {
      place = placeIn(outcome, place) ?? place;
      [at, breaks] = [next, 0];
      continue;
    }
    if (outcome.is === 'answer' && outcome.status === 413 && length / 4 >= Math.max(leastChunk, least)) {
      length /= 4;
      continue;
    }
    const told: HttpAnswer | undefined =
      isBroken(outcome) && breaks < mostBreaks ? yield* progress(place, shipping) : undefined;
    if (told === undefined) return lost(outcome, shipping);
    place = placeIn(told, place) ?? place;
    [at, breaks] = [reached(told) ?? 0, breaks + 1];
  }
  return place === undefined ? odd(shipping.parcel, begun) : yield* finish(place, blob, shipping);
}

function* finish(place: string, blob: Blob, shipping: Shipping): Dialogue<Failed | undefined> {
  const outcome = yield* follow(shipping, {
    method: 'PUT',
    url: withDigest(place, blob),
    timeoutMs: uploadMs(blob.size),
  });
  if (isDone(outcome) || (yield* arrivedAllTheSame(outcome, blob, shipping))) return undefined;
  return lost(outcome, shipping);
}

/** How far an upload has come. */
function* progress(place: string, { session }: Shipping): Dialogue<HttpAnswer | undefined> {
  const outcome = yield* session.ask({ method: 'GET', url: place });
  return outcome.is === 'answer' && outcome.status === 204 ? outcome : undefined;
}

const isTaken = ({ status }: HttpAnswer): boolean => status === 202 || status === 201 || status === 204;

/** It did not come, came where it did not belong (416), or got no further: what the registry has, it tells. */
const isBroken = (outcome: HttpOutcome): boolean =>
  outcome.is === 'silence' || outcome.status === 416 || outcome.status >= 500 || isTaken(outcome);

/** `Range: 0-1023` is 1024 bytes; `0-0` is told for none as well, by registries that count so. */
function reached({ headers }: HttpAnswer): number | undefined {
  const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(headers.range ?? '') ?? [];
  if (last === undefined) return undefined;
  return last === '0' ? 0 : Number(last) + 1;
}
