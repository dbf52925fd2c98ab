import { hex, viewOf, type Binary } from './format.ts';

/** Machine, of the PE format's specification. */
const machines: Readonly<Record<number, string>> = {
  0x14c: '386',
  0x1c0: 'arm',
  0x1c4: 'armv7',
  0x8664: 'amd64',
  0xa641: 'arm64ec',
  0xaa64: 'arm64',
};

/** Windows: a program of DOS, which tells where the real one begins. */
export function readPe(bytes: Uint8Array): Binary | undefined {
  const view = viewOf(bytes);
  if (bytes.length < 64 || view.getUint16(0) !== 0x4d5a) return undefined;
  const at = view.getUint32(60, true);
  if (at + 6 > bytes.length || view.getUint32(at) !== 0x50450000) return undefined;
  const machine = view.getUint16(at + 4, true);
  return { format: 'PE', archs: [machines[machine] ?? hex(machine)] };
}

/** An object file of Windows has the same word at its very beginning, and nothing else that could be known by. */
export function readCoff(bytes: Uint8Array): Binary | undefined {
  if (bytes.length < 20) return undefined;
  const view = viewOf(bytes);
  // Short imports and anonymous objects begin with another head, which has the machine behind it.
  const isShort = view.getUint16(0, true) === 0 && view.getUint16(2, true) === 0xffff;
  const arch = machines[view.getUint16(isShort ? 6 : 0, true)];
  return arch === undefined ? undefined : { format: 'PE', archs: [arch] };
}
