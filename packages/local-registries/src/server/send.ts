import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock.ts';
import { doing, spoil } from '../faults/inflict.ts';
import type { Answer } from './answer.ts';
import { mapped } from './body.ts';
import type { Exchange } from './exchange.ts';

/** Sends an answer, or what the faults leave of it. */
export async function deliver(exchange: Exchange, plain: Answer, clock: Clock): Promise<void> {
  const { request, response, hits } = exchange;
  const bodiless = request.method === 'HEAD' || plain.status === 204 || plain.status === 304;
  const { body, size, ...answer } = spoil(measured(plain), bodiless ? [] : hits, clock);
  // A length of 0 said of an answer that has no body by its nature would be a statement about the file.
  const length = size === undefined || (bodiless && plain.body === undefined) ? {} : { 'content-length': String(size) };
  if (plain.reason !== undefined) response.statusMessage = plain.reason;
  response.writeHead(answer.status, { ...length, ...answer.headers });
  if (bodiless || body === undefined) {
    if (body instanceof Readable) body.destroy();
    response.end();
    return;
  }
  const broken = doing(hits, 'reset')?.when === 'during';
  const cut = broken || answer.cut ? Math.floor((size ?? 0) / 2) : Infinity;
  const counted = mapped(body instanceof Readable ? body : Readable.from([body]), (chunk) => {
    const part = chunk.subarray(0, Math.max(0, cut - exchange.sent));
    exchange.sent += part.length;
    return part;
  });
  if (cut === Infinity) return pipeline(counted, response);
  for await (const part of counted) {
    await new Promise<void>((done) => response.write(part, () => done()));
    if (exchange.sent >= cut) break;
  }
  if (broken) reset(request);
  else request.socket.destroySoon();
}

/** With the size of the body, where it is known before it is sent. */
function measured({ body, ...answer }: Answer) {
  if (body === undefined) return { ...answer, size: 0 };
  if (!(body instanceof Readable)) {
    const bytes = Buffer.from(body);
    return { ...answer, body: bytes, size: bytes.length };
  }
  const told = answer.headers?.['content-length'];
  return { ...answer, body, size: told === undefined ? undefined : Number(told) };
}

/** As if the machine had died: the client gets no answer and no farewell. */
export function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

/** Waits for the first bytes of the body, so that the client is in the middle of sending it. */
export async function breakInBody(request: IncomingMessage): Promise<void> {
  await new Promise<void>((done) => {
    request.once('data', () => done());
    request.once('close', () => done());
  });
  reset(request);
}

/** Reads what a refusal left unread: a client that is still writing would miss the answer. What never ends is cut off. */
export function drain(request: IncomingMessage, limit: number): void {
  if (request.readableEnded) return;
  let size = 0;
  request.unpipe();
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) request.destroy();
  });
  request.resume();
}
