import { hex, viewOf, type Binary } from './format.ts';

/** cputype, of mach/machine.h. */
const processors: Readonly<Record<number, string>> = {
  0x7: '386',
  0xc: 'arm',
  0x12: 'powerpc',
  0x01000007: 'amd64',
  0x0100000c: 'arm64',
  0x0200000c: 'arm64_32',
  0x01000012: 'ppc64',
};
const named = (processor: number): string => processors[processor] ?? hex(processor);

/** macOS and its siblings; one file may hold those of several processors. */
export function readMachO(bytes: Uint8Array): Binary | undefined {
  if (bytes.length < 8) return undefined;
  const view = viewOf(bytes);
  const magic = view.getUint32(0);
  if (magic === 0xcffaedfe || magic === 0xcefaedfe)
    return { format: 'Mach-O', archs: [named(view.getUint32(4, true))] };
  if (magic !== 0xcafebabe && magic !== 0xcafebabf) return undefined;
  const [count, size] = [view.getUint32(4), magic === 0xcafebabe ? 20 : 32];
  // Classes of Java begin likewise: their version stands where the count does, and is above 44.
  if (count === 0 || count > 30 || 8 + count * size > bytes.length) return undefined;
  return { format: 'Mach-O', archs: Array.from({ length: count }, (_, at) => named(view.getUint32(8 + at * size))) };
}
