import type { Dialogue, HttpAnswer } from '../../model/http.ts';
import { below } from '../reading.ts';
import { uploadMs } from '../sent.ts';
import type { Blob } from './consignment.ts';
import { odd, type Failed } from './outcome.ts';
import { sendInChunks } from './send-chunks.ts';
import { arrivedAllTheSame, begin, follow, isDone, isThere, lost, placeIn, withDigest } from './sending-blob.ts';
import type { Shipping } from './shipping.ts';

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
