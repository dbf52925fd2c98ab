import { once } from 'node:events';
import { request as overPlain, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as overTls } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

export interface Streamed {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Sends a body as fast as it is taken, and no faster. Node's fetch cannot: it splits every body in two, in case of a redirect, and keeps all
 * that went out of the one for the other.
 */
export async function stream(at: URL, { method, headers, body }: Streamed, signal: AbortSignal): Promise<Response> {
  const open = at.protocol === 'https:' ? overTls : overPlain;
  // On a line of its own: one that the server has just given up would look like an upload whose answer is lost.
  const outgoing = open(at, { method, headers: { ...headers, connection: 'close' }, signal });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  // What fails while it is sent fails the request as well; an answer before the end is an answer.
  pipeline(Readable.from(body, { objectMode: false }), outgoing).catch(() => undefined);
  const [incoming] = await answered;
  return asResponse(incoming, outgoing);
}

/** As fetch gives it, for whoever reads it further. */
function asResponse(incoming: IncomingMessage, outgoing: ClientRequest): Response {
  const { statusCode: status = 0, statusMessage: statusText = '', rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  incoming.once('close', () => {
    // Who has answered wants no more of it.
    if (!outgoing.writableFinished) outgoing.destroy();
  });
  const hasBody = status !== 204 && status !== 304;
  if (!hasBody) incoming.resume();
  return new Response(hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : null, {
    status,
    statusText,
    headers,
  });
}
