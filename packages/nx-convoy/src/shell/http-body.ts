import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Body, FilePiece, Piece } from '../model/http.ts';

interface Sendable {
  readonly body: Uint8Array | string | ReadableStream;
  /** Said beforehand: many registries refuse what comes in chunks of no known sum. */
  readonly size?: number;
}

/** What fetch is given. Files go through as they are read: a layer of 1 GB takes no memory. */
export async function sendable(body: Body): Promise<Sendable> {
  if (typeof body === 'string' || body instanceof Uint8Array) return { body };
  const pieces = await Promise.all(body.map(measured));
  return {
    body: Readable.toWeb(Readable.from(bytesOf(pieces), { objectMode: false })),
    size: pieces.reduce((sum, { size }) => sum + size, 0),
  };
}

type Measured = { readonly size: number } & ({ readonly bytes: Uint8Array } | { readonly slice: Required<FilePiece> });

async function measured(piece: Piece): Promise<Measured> {
  if (typeof piece === 'string' || piece instanceof Uint8Array) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    return { bytes, size: bytes.length };
  }
  const { file, from = 0 } = piece;
  const to = piece.to ?? (await stat(file)).size;
  return { slice: { file, from, to }, size: to - from };
}

async function* bytesOf(pieces: readonly Measured[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if ('bytes' in piece) yield piece.bytes;
    else if (piece.size > 0) {
      const { file, from, to } = piece.slice;
      yield* createReadStream(file, { start: from, end: to - 1 }) as AsyncIterable<Uint8Array>;
    }
  }
}
