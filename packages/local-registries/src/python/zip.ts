import { inflateRawSync } from 'node:zlib';

/** Bytes that lie somewhere: a zip archive is read from its end, a piece at a time. */
export interface Source {
  readonly size: number;
  /** From `start` up to `end`, which is not included. */
  read(start: number, end: number): Promise<Buffer>;
}

export interface Member {
  readonly name: string;
  /** 0 is stored, 8 is deflated. */
  readonly method: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
}

export class BadZip extends Error {}

export const bytesAsSource = (bytes: Buffer): Source => ({
  size: bytes.length,
  read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
});

const endSize = 22;
const mostComment = 65_535;
const mostDirectory = 64 * 1024 * 1024;

/** What is in an archive, by its directory. */
export async function membersOf(source: Source): Promise<readonly Member[]> {
  const tail = await source.read(Math.max(0, source.size - endSize - mostComment), source.size);
  const at = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (at === -1 || at + endSize > tail.length) throw new BadZip('File is not a zip file');
  const [count, size, offset] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (size > mostDirectory || offset + size > source.size) throw new BadZip('Bad magic number for central directory');
  const directory = await source.read(offset, offset + size);
  const members: Member[] = [];
  for (let from = 0; members.length < count;) {
    if (from + 46 > directory.length || directory.readUInt32LE(from) !== 0x02014b50) {
      throw new BadZip('Bad magic number for central directory');
    }
    const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(from + field)) as [
      number,
      number,
      number,
    ];
    members.push({
      name: directory.toString('utf8', from + 46, from + 46 + name),
      method: directory.readUInt16LE(from + 10),
      packedSize: directory.readUInt32LE(from + 20),
      size: directory.readUInt32LE(from + 24),
      offset: directory.readUInt32LE(from + 42),
    });
    from += 46 + name + extra + comment;
  }
  return members;
}

/** One file of it; what would unpack to more than `most` is refused, whatever the directory says. */
export async function unpacked(source: Source, member: Member, most: number): Promise<Buffer> {
  const header = await source.read(member.offset, member.offset + 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) throw new BadZip('Bad magic number for file header');
  // This header repeats name and extra field, with lengths of its own.
  const start = member.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (member.packedSize > most || start + member.packedSize > source.size) throw new BadZip('Truncated file header');
  const bytes = await source.read(start, start + member.packedSize);
  if (member.method === 0) return bytes;
  try {
    return inflateRawSync(bytes, { maxOutputLength: most });
  } catch {
    throw new BadZip('Error while decompressing data');
  }
}
