import { hex, viewOf, type Binary } from './format.ts';

/** e_machine, of the ELF specification's registry. */
const machines: Readonly<Record<number, readonly [string, string]>> = {
  3: ['386', '386'],
  8: ['mips', 'mips64'],
  20: ['powerpc', 'powerpc'],
  21: ['ppc64', 'ppc64'],
  22: ['s390', 's390x'],
  40: ['arm', 'arm'],
  43: ['sparcv9', 'sparcv9'],
  // 32-bit files of 64-bit machines: x32, ilp32.
  62: ['x32', 'amd64'],
  183: ['ilp32', 'arm64'],
  243: ['riscv32', 'riscv64'],
  258: ['loong32', 'loong64'],
};

/** Linux, the BSDs, Android. */
export function readElf(bytes: Uint8Array): Binary | undefined {
  const view = viewOf(bytes);
  if (bytes.length < 52 || view.getUint32(0) !== 0x7f454c46) return undefined;
  const isLong = bytes[4] === 2;
  const isLittle = bytes[5] === 1;
  const machine = view.getUint16(18, isLittle);
  const known = machines[machine]?.[isLong ? 1 : 0] ?? hex(machine);
  const arch = known === 'ppc64' && isLittle ? 'ppc64le' : known;
  const hasSymbols = symbols(view, isLong, isLittle);
  return { format: 'ELF', archs: [arch], ...(hasSymbols === undefined ? {} : { hasSymbols }) };
}

/** Whether there is a section of the type SYMTAB; undefined where the table of sections is not whole. */
function symbols(view: DataView, isLong: boolean, isLittle: boolean): boolean | undefined {
  if (isLong && view.byteLength < 64) return undefined;
  const at = isLong ? Number(view.getBigUint64(40, isLittle)) : view.getUint32(32, isLittle);
  const [size, count] = [view.getUint16(isLong ? 58 : 46, isLittle), view.getUint16(isLong ? 60 : 48, isLittle)];
  if (count === 0) return false;
  if (size < 8 || at + size * count > view.byteLength) return undefined;
  for (let each = 0; each < count; each += 1) if (view.getUint32(at + each * size + 4, isLittle) === 2) return true;
  return false;
}
