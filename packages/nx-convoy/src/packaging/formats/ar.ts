/** The members of a static library: their bytes, one after the other. Undefined where it is none. */
export function* membersOf(bytes: Uint8Array): Generator<Uint8Array> {
  const text = (at: number, length: number): string =>
    Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('latin1');
  for (let at = 8; at + 60 <= bytes.length;) {
    const name = text(at, 16).trim();
    const size = Number.parseInt(text(at + 48, 10), 10);
    if (text(at + 58, 2) !== '`\n' || !(size >= 0)) return;
    const [begin, end] = [at + 60, at + 60 + size];
    at = end + (size % 2);
    // The index, the table of long names, and what rustc keeps for itself are no code.
    if (name === '/' || name === '//' || name === '/SYM64/' || name.startsWith('__.SYMDEF')) continue;
    // BSD writes long names in front of the bytes, and counts them.
    const named = /^#1\/(\d+)$/.exec(name)?.[1];
    yield bytes.subarray(begin + (named === undefined ? 0 : Number(named)), end);
  }
}

export const isArchive = (bytes: Uint8Array): boolean =>
  bytes.length >= 8 && Buffer.from(bytes.buffer, bytes.byteOffset, 8).toString('latin1') === '!<arch>\n';
