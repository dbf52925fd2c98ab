import { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import { mapped } from '../server/body.ts';
import { refusal, type Refusal } from '../server/refusal.ts';
import { latest, type View } from '../storage/view.ts';
import type { Deed, Fault } from './fault.ts';
import type { Hit } from './armed.ts';

type Doing<Does extends Deed['does']> = Extract<Deed, { readonly does: Does }>;

/** The first of the hits that does this. */
export function doing<Does extends Deed['does']>(hits: readonly Hit[], does: Does): Doing<Does> | undefined {
  return hits.map(({ fault }) => fault).find((fault): fault is Fault & Doing<Does> => fault.does === does);
}

/** What is refused instead of being worked on. */
export function refusedBy(hits: readonly Hit[]): Refusal | undefined {
  if (doing(hits, 'read-only') !== undefined) {
    return refusal('read-only', 'This registry is in read-only mode for maintenance. Please try again later.');
  }
  const refuse = doing(hits, 'refuse');
  if (refuse === undefined) return undefined;
  const { status, retryAfter } = refuse;
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  if (status === 429)
    return { ...refusal('too-many-requests', 'You have sent too many requests. Please try again later.'), headers };
  return { why: status < 500 ? 'invalid' : 'failed', status, message: `This ${status} was asked for.`, headers };
}

export function viewOf(hits: readonly Hit[]): View {
  const behind = hits.find(({ fault }) => fault.does === 'lag' || fault.does === 'stale');
  if (behind === undefined) return latest;
  return { since: behind.since, lagMs: behind.fault.does === 'lag' ? behind.fault.ms : Infinity };
}

/** An answer with the size of its body, where that is known. */
export interface Measured {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Buffer | Readable;
  readonly size: number | undefined;
}

/** What becomes of an answer on its way. Its length stays what it was, so that a client can notice. */
export function spoil(answer: Measured, hits: readonly Hit[], clock: Clock): Measured & { readonly cut: boolean } {
  let { body } = answer;
  if (doing(hits, 'corrupt') !== undefined && body !== undefined) body = mapped(readable(body), flipped());
  const slow = doing(hits, 'slow');
  if (slow !== undefined && body !== undefined) {
    const piece = Math.max(1, Math.ceil(slow.bytesPerSecond / 10));
    body = Readable.from(slowly(readable(body), piece, clock, (piece / slow.bytesPerSecond) * 1000));
  }
  return { ...answer, ...(body === undefined ? {} : { body }), cut: doing(hits, 'truncate') !== undefined };
}

const readable = (body: Buffer | Readable): Readable => (body instanceof Readable ? body : Readable.from([body]));

function flipped(): (chunk: Buffer) => Buffer {
  let first = true;
  return (chunk) => {
    if (!first || chunk.length === 0) return chunk;
    first = false;
    const copy = Buffer.from(chunk);
    copy[0] = (copy[0] ?? 0) ^ 1;
    return copy;
  };
}

async function* slowly(source: Readable, piece: number, clock: Clock, ms: number): AsyncGenerator<Buffer> {
  for await (const chunk of source as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; at += piece) {
      await clock.wait(ms);
      yield chunk.subarray(at, at + piece);
    }
  }
}
