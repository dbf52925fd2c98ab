import type { Readable } from 'node:stream';
import type { Ask } from './ask.ts';
import { Refused } from './refusal.ts';

/** One part of a form. Its body must be read, at once or in pieces, before the next part is asked for; what is left is skipped. */
export interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly type?: string;
  readonly body: AsyncIterable<Buffer>;
  text(limit?: number): Promise<string>;
}

export interface PartLimits {
  readonly headerBytes: number;
  /** Of a part that is read as text. */
  readonly textBytes: number;
}

const usual: PartLimits = { headerBytes: 8 * 1024, textBytes: 1024 * 1024 };

/** The parts of a `multipart/form-data` body, as they arrive: files of any size are never held in memory. */
export async function* partsOf(
  ask: Pick<Ask, 'headers' | 'body' | 'mostParts'>,
  limits: Partial<PartLimits> = {},
): AsyncGenerator<Part> {
  const { headerBytes, textBytes } = { ...usual, ...limits };
  const source = scanner(ask.body(), boundaryOf(ask.headers['content-type'] ?? ''));
  await source.toBoundary();
  for (let count = 1; await source.follows(); count += 1) {
    if (count > ask.mostParts) throw new Refused('too-large', `The form has more than ${ask.mostParts} parts.`);
    const { name, ...described } = describe(await source.headers(headerBytes));
    const body = source.body();
    yield {
      name,
      ...described,
      body,
      async text(limit = textBytes) {
        const chunks: Buffer[] = [];
        let size = 0;
        for await (const chunk of body) {
          size += chunk.length;
          if (size > limit) throw new Refused('too-large', `The field "${name}" is larger than ${limit} bytes.`);
          chunks.push(chunk);
        }
        return Buffer.concat(chunks).toString('utf8');
      },
    };
    await source.toBoundary();
  }
}

function boundaryOf(type: string): Buffer {
  const [, quoted, bare] =
    /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,200})"|([^\s;,"]{1,200}))/i.exec(type) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw malformed('has no boundary');
  return Buffer.from(`\r\n--${boundary}`, 'latin1');
}

function describe(headers: string): Pick<Part, 'name' | 'filename' | 'type'> {
  const lines = headers.split('\r\n');
  const value = (header: string): string =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${header}:`))
      ?.slice(header.length + 1)
      .trim() ?? '';
  const disposition = value('content-disposition');
  const parameter = (title: string): string | undefined => {
    const [, quoted, bare] =
      new RegExp(`;\\s*${title}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(disposition) ?? [];
    return quoted?.replace(/\\(["\\])/g, '$1') ?? bare;
  };
  const name = parameter('name');
  if (!/^form-data\b/i.test(disposition) || name === undefined) throw malformed('has a part without a name');
  const [filename, type] = [parameter('filename'), value('content-type')];
  return { name, ...(filename === undefined ? {} : { filename }), ...(type === '' ? {} : { type }) };
}

/** Walks from boundary to boundary and holds hardly more than one chunk. */
function scanner(stream: Readable, boundary: Buffer) {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  // The first boundary has no line before it.
  let held: Buffer = Buffer.from('\r\n');
  let atBoundary = false;
  const more = async (): Promise<void> => {
    const next = await chunks.next();
    if (next.done === true) throw malformed('ends early');
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
  };
  const take = (size: number): Buffer => {
    const taken = held.subarray(0, size);
    held = held.subarray(size);
    return taken;
  };
  async function* body(): AsyncGenerator<Buffer> {
    while (!atBoundary) {
      const found = held.indexOf(boundary);
      // The end of what is here may be the beginning of a boundary.
      const sure = found === -1 ? held.length - boundary.length + 1 : found;
      if (sure > 0) yield take(sure);
      if (found === -1) await more();
      else {
        take(boundary.length);
        atBoundary = true;
      }
    }
  }
  return {
    body,
    async toBoundary() {
      const rest = body();
      while ((await rest.next()).done !== true);
    },
    /** Whether a part follows; a boundary with two dashes is the last one. */
    async follows(): Promise<boolean> {
      while (held.length < 2) await more();
      const [first, second] = take(2);
      if (first === 0x2d && second === 0x2d) return false;
      if (first !== 0x0d || second !== 0x0a) throw malformed('has a strange boundary');
      atBoundary = false;
      return true;
    },
    async headers(limit: number): Promise<string> {
      for (;;) {
        const end = held.indexOf('\r\n\r\n');
        if (end > limit || (end === -1 && held.length > limit)) throw malformed('has headers that are too large');
        if (end === -1) await more();
        else {
          const text = take(end).toString('utf8');
          take(4);
          return text;
        }
      }
    },
  };
}

const malformed = (how: string): Refused => new Refused('invalid', `The form ${how}.`);
