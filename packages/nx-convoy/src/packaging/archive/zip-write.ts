import { deflateSync } from 'fflate';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { inOrder, type Dated, type Member } from './member.ts';

const encoder = new TextEncoder();
const most = 0xffff_ffff;

/**
 * A zip of the same bytes for the same members in any order, with the modes of Unix for those who have them. More than 4 GB or 65,535 files
 * would need another format, which not every reader has.
 */
export function writeZip(name: string, members: readonly Member[], { epoch, comment = '' }: Dated): Result<Uint8Array> {
  const [parts, directory]: [Uint8Array[], Uint8Array[]] = [[], []];
  let at = 0;
  const { date, time } = dosTime(epoch);
  for (const { path, bytes: whole, isExecutable, link } of inOrder(members)) {
    const bytes = link === undefined ? whole : encoder.encode(link);
    const packed = deflateSync(bytes, { level: 9 });
    const isPacked = packed.length < bytes.length;
    const body = isPacked ? packed : bytes;
    const title = encoder.encode(path);
    const mode = link !== undefined ? 0o120777 : isExecutable === true ? 0o100755 : 0o100644;
    const common = [
      // Names are UTF-8.
      ...[u16(20), u16(0x0800), u16(isPacked ? 8 : 0), u16(time), u16(date), u32(crc32(bytes))],
      ...[u32(body.length), u32(bytes.length), u16(title.length), u16(0)],
    ];
    const local = [u32(0x04034b50), ...common, title, body];
    // Made by Unix: the upper half of the attributes is a mode.
    directory.push(
      ...[u32(0x02014b50), u16((3 << 8) | 20), ...common, u16(0), u16(0), u16(0)],
      ...[u32((mode << 16) >>> 0), u32(Math.min(at, most)), title],
    );
    parts.push(...local);
    at += sizeOf(local);
  }
  const size = sizeOf(directory);
  if (at + size > most || members.length > 0xffff) return fail(tooLarge(name));
  const note = encoder.encode(comment);
  const end = [
    ...[u32(0x06054b50), u16(0), u16(0), u16(members.length), u16(members.length)],
    ...[u32(size), u32(at), u16(note.length), note],
  ];
  return ok(Buffer.concat([...parts, ...directory, ...end]));
}

const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, (value >>> 8) & 0xff);
const u32 = (value: number): Uint8Array => Uint8Array.of(...u16(value & 0xffff), ...u16(value >>> 16));

/** Two seconds exact, from 1980 on, and of no zone: it is UTC, so that it is the same everywhere. */
function dosTime(epoch: number): { readonly date: number; readonly time: number } {
  const moment = new Date(Math.min(Math.max(epoch, 315532800), 4354819198) * 1000);
  return {
    date: ((moment.getUTCFullYear() - 1980) << 9) | ((moment.getUTCMonth() + 1) << 5) | moment.getUTCDate(),
    time: (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | (moment.getUTCSeconds() >> 1),
  };
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** Node 20.19 has none of its own. */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffff_ffff;
  for (const byte of bytes) sum = ((table[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8)) >>> 0;
  return (sum ^ 0xffff_ffff) >>> 0;
}

const tooLarge = (name: string): Problem => ({
  code: 'ARCHIVE_TOO_LARGE',
  severity: 'error',
  what: `${name} would hold more than a zip can: 4 GB, or 65,535 files.`,
  fix: 'Call it .tar.gz, or take less in.',
});
