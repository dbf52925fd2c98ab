import { blake2b } from '@noble/hashes/blake2.js';
import type { House } from '../protocol.ts';
import type { Ask } from '../server/ask.ts';
import { partsOf } from '../server/multipart.ts';
import { Refused } from '../server/refusal.ts';
import type { Draft } from '../storage/blobs.ts';
import { quoted } from './names.ts';

/** As much as the public index takes in one file, unless it was asked for more. */
export const mostUploaded = 100 * 1024 * 1024;
const mostSignature = 8 * 1024;
const mostField = 4 * 1024 * 1024;

/** What an upload sent: its fields, and its file, which is not kept yet. */
export interface Form {
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly file?: Sent;
  /** Signatures are taken and thrown away, as the public index does since 2023. */
  readonly isSigned: boolean;
}

export interface Sent {
  readonly name: string;
  readonly draft: Draft;
  readonly hashes: Readonly<Record<'md5' | 'sha256' | 'blake2_256', string>>;
}

/** Reads an upload part by part. Whoever gets a file of it must keep or drop it. */
export async function readForm(ask: Ask, { blobs }: House): Promise<Form> {
  const fields = new Map<string, string[]>();
  let file: Sent | undefined;
  let isSigned = false;
  try {
    for await (const part of partsOf(ask, { textBytes: mostField })) {
      if (part.name === 'content' && part.filename !== undefined) {
        await file?.draft.drop();
        file = await receive(part.filename, part.body, blobs);
      } else if (part.name === 'gpg_signature') {
        await part.text(mostSignature);
        isSigned = true;
      } else if (part.filename !== undefined && part.name !== 'content') {
        throw new Refused('forbidden', `${part.name}: Should not be a tuple.`);
      } else {
        fields.set(part.name, [...(fields.get(part.name) ?? []), await part.text()]);
      }
    }
    return { fields, isSigned, ...(file === undefined ? {} : { file }) };
  } catch (error) {
    await file?.draft.drop();
    throw error;
  }
}

async function receive(name: string, body: AsyncIterable<Buffer>, blobs: House['blobs']): Promise<Sent> {
  const draft = await blobs.begin(['md5']);
  // Node knows only the digest of 64 bytes, whose beginning is another one.
  const blake = blake2b.create({ dkLen: 32 });
  try {
    await draft.append(
      (async function* () {
        let size = 0;
        for await (const chunk of body) {
          size += chunk.length;
          if (size > mostUploaded) throw tooLarge(name);
          blake.update(chunk);
          yield chunk;
        }
      })(),
    );
  } catch (error) {
    await draft.drop();
    throw error;
  }
  const hex = (algorithm: string): string => draft.digest(algorithm).toString('hex');
  return {
    name,
    draft,
    hashes: { md5: hex('md5'), sha256: hex('sha256'), blake2_256: Buffer.from(blake.digest()).toString('hex') },
  };
}

const tooLarge = (name: string): Refused =>
  new Refused(
    'invalid',
    `File too large. Limit for project ${quoted(name.split('-')[0] ?? name)} is ${mostUploaded / 1024 / 1024} MB. See https://pypi.org/help/#file-size-limit for more information.`,
  );
