import type { Platform } from '../../platforms/rust.ts';
import { isArchive, membersOf } from './ar.ts';
import { readElf } from './elf.ts';
import type { Binary } from './format.ts';
import { readMachO } from './mach-o.ts';
import { readCoff, readPe } from './pe.ts';

/** What kind of program or library some bytes are, by their format and never by their name; undefined where they are none. */
export function readBinary(bytes: Uint8Array): Binary | undefined {
  if (!isArchive(bytes)) return readElf(bytes) ?? readMachO(bytes) ?? readPe(bytes) ?? readWasm(bytes);
  for (const member of membersOf(bytes)) {
    const { format, archs } = readBinary(member) ?? readCoff(member) ?? {};
    // Symbols of a static library are what it is linked by.
    if (format !== undefined && archs !== undefined) return { format, archs };
  }
  return undefined;
}

const readWasm = (bytes: Uint8Array): Binary | undefined =>
  bytes.length >= 8 && Buffer.from(bytes.buffer, bytes.byteOffset, 4).toString('latin1') === '\0asm'
    ? { format: 'WebAssembly', archs: ['wasm32', 'wasm64'] }
    : undefined;

/** Whether a machine of that kind runs it. ELF tells no more of ARM than that it is ARM, and nothing of the system. */
export const runsOn = ({ format, archs }: Binary, platform: Platform): boolean =>
  format === formatOf(platform) &&
  partsOf(platform.arch).every((wanted) => archs.some((arch) => arch === wanted || isArm(arch, wanted)));

const partsOf = (arch: string): readonly string[] => (arch === 'universal2' ? ['amd64', 'arm64'] : [arch]);

const isArm = (arch: string, wanted: string): boolean => arch === 'arm' && /^(?:arm|thumb)(?!64)/.test(wanted);

function formatOf({ os, arch }: Platform): Binary['format'] {
  if (arch.startsWith('wasm')) return 'WebAssembly';
  if (os === 'windows' || os === 'uefi') return 'PE';
  return /^(?:macos|ios|tvos|watchos|visionos)$/.test(os) ? 'Mach-O' : 'ELF';
}
