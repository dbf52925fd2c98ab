import { pipeline, Transform, type Readable } from 'node:stream';
import { Refused } from './refusal.ts';

/** The same bytes; past the limit the reader gets a refusal instead of more. */
export function limited(source: Readable, limit: number, count: (size: number) => void): Readable {
  let size = 0;
  const gate = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      count(chunk.length);
      if (size > limit) done(new Refused('too-large', `The body is larger than ${limit} bytes.`));
      else done(null, chunk);
    },
  });
  // Whoever reads sees the failure; where nobody reads it must not bring the process down.
  gate.on('error', () => undefined);
  // Not `pipeline`, which would destroy the request and with it the socket that the refusal must be written to.
  source.on('error', (error) => gate.destroy(error));
  source.on('close', () => {
    if (!source.readableEnded) gate.destroy(new Refused('invalid', 'The body ended early.'));
  });
  return source.pipe(gate);
}

export async function bytesOf(source: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function jsonOf(source: Readable): Promise<unknown> {
  const text = (await bytesOf(source)).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refused('invalid', 'The body is not JSON.');
  }
}

/** Hands every chunk through a function on its way. */
export function mapped(source: Readable, change: (chunk: Buffer) => Buffer | Promise<Buffer>): Readable {
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      Promise.resolve(change(chunk)).then(
        (changed) => done(null, changed),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  return pipeline(source, through, () => undefined);
}
