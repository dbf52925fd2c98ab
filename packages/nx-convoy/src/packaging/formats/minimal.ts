/** The smallest files that are what they say, byte by byte as the formats have it: for tests of machines that are not here. */
export function elf(machine: number, { bits = 64, little = true, symbols = false } = {}): Uint8Array {
  const head = bits === 64 ? 64 : 52;
  const entry = bits === 64 ? 64 : 40;
  const bytes = new Uint8Array(head + (symbols ? entry : 0));
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, little ? 1 : 2, 1]);
  view.setUint16(16, 2, little);
  view.setUint16(18, machine, little);
  view.setUint32(20, 1, little);
  view.setUint16(bits === 64 ? 52 : 40, head, little);
  if (!symbols) return bytes;
  if (bits === 64) view.setBigUint64(40, BigInt(head), little);
  else view.setUint32(32, head, little);
  view.setUint16(bits === 64 ? 58 : 46, entry, little);
  view.setUint16(bits === 64 ? 60 : 48, 1, little);
  view.setUint32(head + 4, 2, little);
  return bytes;
}

export function machO(processor: number): Uint8Array {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xfeedfacf, true);
  view.setUint32(4, processor, true);
  view.setUint32(12, 2, true);
  return bytes;
}

export function fat(...processors: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 + 20 * processors.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xcafebabe);
  view.setUint32(4, processors.length);
  processors.forEach((processor, at) => view.setUint32(8 + 20 * at, processor));
  return bytes;
}

export function pe(machine: number): Uint8Array {
  const bytes = new Uint8Array(88);
  const view = new DataView(bytes.buffer);
  bytes.set([0x4d, 0x5a]);
  view.setUint32(60, 64, true);
  bytes.set([0x50, 0x45, 0, 0], 64);
  view.setUint16(68, machine, true);
  return bytes;
}

export function coff(machine: number): Uint8Array {
  const bytes = new Uint8Array(20);
  new DataView(bytes.buffer).setUint16(0, machine, true);
  return bytes;
}

/** A static library of one member, behind an index as every one has it. */
export function ar(member: Uint8Array): Uint8Array {
  const part = (name: string, body: Uint8Array): Uint8Array =>
    Buffer.concat([
      Buffer.from(`${name.padEnd(16)}${'0'.padEnd(32)}${String(body.length).padEnd(10)}\`\n`),
      body,
      Buffer.from(body.length % 2 === 1 ? '\n' : ''),
    ]);
  return Buffer.concat([Buffer.from('!<arch>\n'), part('/', Uint8Array.of(0, 0, 0)), part('a.o/', member)]);
}
