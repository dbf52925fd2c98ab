import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Body, FilePiece, Piece } from '../model/http.ts';

type Sendable =
  | { readonly whole: Uint8Array | string }
  /** The size is said beforehand: many registries refuse what comes in chunks of no known sum. */
  | { readonly pieces: AsyncIterable<Uint8Array>; readonly size: number };

/** What is sent. Files go through as they are read: a layer of 1 GB takes no memory. */
export async function sendable(body: Body): Promise<Sendable> {
  if (typeof body === 'string' || body instanceof Uint8Array) return { whole: body };
  const pieces = await Promise.all(body.map(measured));
  return {
    pieces: bytesOf(pieces),
    size: pieces.reduce((sum, { size }) => sum + size, 0),
  };
}

interface Slice extends Pick<FilePiece, 'file' | 'as'> {
  readonly from: number;
  readonly to: number;
}

type Measured = { readonly size: number } & ({ readonly bytes: Uint8Array } | { readonly slice: Slice });

async function measured(piece: Piece): Promise<Measured> {
  if (typeof piece === 'string' || piece instanceof Uint8Array) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    return { bytes, size: bytes.length };
  }
  const { from = 0 } = piece;
  const to = piece.to ?? (await stat(piece.file)).size;
  const size = piece.as === 'base64' ? Math.ceil((to - from) / 3) * 4 : to - from;
  return { slice: { ...piece, from, to }, size };
}

async function* bytesOf(pieces: readonly Measured[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if ('bytes' in piece) yield piece.bytes;
    else if (piece.size > 0) {
      const { file, from, to, as } = piece.slice;
      const read = createReadStream(file, { start: from, end: to - 1 }) as AsyncIterable<Buffer>;
      yield* as === 'base64' ? inBase64(read) : read;
    }
  }
}

/** Three bytes are four letters: what is left of a chunk waits for the next one, so that only the end is filled up. */
async function* inBase64(chunks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(whole);
    yield Buffer.from(bytes.subarray(0, whole).toString('base64'));
  }
  yield Buffer.from(rest.toString('base64'));
}
