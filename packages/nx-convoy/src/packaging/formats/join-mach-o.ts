import { isArchive } from './ar.ts';
import { viewOf } from './format.ts';
import { readBinary } from './read.ts';

/** cputype, the usual cpusubtype, and the power of two that its pages begin at, of those that one file for all of macOS holds. */
const processors: Readonly<Record<string, readonly [type: number, subtype: number, align: number]>> = {
  amd64: [0x01000007, 3, 12],
  arm64: [0x0100000c, 0, 14],
};

/**
 * One file of several processors, as lipo writes it: a program or library for each, behind a table of where they begin. Undefined where they
 * are not each one of macOS, for another processor.
 */
export function joinMachO(slices: readonly Uint8Array[]): Uint8Array | undefined {
  const told = slices.map((bytes) => {
    const { format, archs = [] } = readBinary(bytes) ?? {};
    const known = format === 'Mach-O' && archs.length === 1 ? processors[archs[0] ?? ''] : undefined;
    if (known === undefined) return undefined;
    const [type, usual, align] = known;
    // A static library says it in each of its members, and all of them alike.
    return { bytes, type, subtype: isArchive(bytes) ? usual : viewOf(bytes).getUint32(8, true), align };
  });
  const known = told.flatMap((one) => one ?? []).sort((a, b) => a.type - b.type);
  if (known.length < told.length || new Set(known.map(({ type }) => type)).size < known.length) return undefined;
  let end = 8 + 20 * known.length;
  const placed = known.map((one) => {
    const offset = Math.ceil(end / 2 ** one.align) * 2 ** one.align;
    end = offset + one.bytes.length;
    return { ...one, offset };
  });
  const whole = new Uint8Array(end);
  const view = new DataView(whole.buffer);
  view.setUint32(0, 0xcafebabe);
  view.setUint32(4, placed.length);
  placed.forEach(({ bytes, type, subtype, align, offset }, at) => {
    [type, subtype, offset, bytes.length, align].forEach((word, field) =>
      view.setUint32(8 + 20 * at + 4 * field, word),
    );
    whole.set(bytes, offset);
  });
  return whole;
}
