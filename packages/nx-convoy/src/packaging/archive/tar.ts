import type { Entry } from '../../model/packaging.ts';

export interface TarEntry extends Entry {
  /** Where its bytes begin. */
  readonly at: number;
  readonly mode: number;
  /** Where it leads; empty where it is no link. */
  readonly link: string;
}

/** What a header before another says of it. */
export interface Pax {
  path?: string;
  linkpath?: string;
  size?: number;
}

const block = 512;
const decoder = new TextDecoder();

/** The entries of a tar of any common kind: ustar, pax and GNU, as cargo, helm, npm and Python write them. Undefined where it is none. */
export function readTar(bytes: Uint8Array): readonly TarEntry[] | undefined {
  const entries: TarEntry[] = [];
  let next: Pax = {};
  for (let at = 0; at + block <= bytes.length;) {
    const header = bytes.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    if (!isHeader(header)) return undefined;
    const type = String.fromCharCode(header[156] ?? 0);
    const size = next.size ?? numberIn(header, 124, 12);
    const begin = at + block;
    const body = bytes.subarray(begin, begin + size);
    if (!(size >= 0) || body.length < size) return undefined;
    at = begin + Math.ceil(size / block) * block;
    if (type === 'x') next = { ...next, ...paxOf(body) };
    else if (type === 'L') next = { ...next, path: textIn(body, 0, body.length) };
    else if (type === 'K') next = { ...next, linkpath: textIn(body, 0, body.length) };
    else if (type !== 'g') {
      const path = next.path ?? pathOf(header);
      entries.push({
        path: path.replace(/^\.\//, '').replace(/\/$/, ''),
        ...{ size, kind: kindOf(type, path), at: begin, mode: numberIn(header, 100, 8) },
        link: next.linkpath ?? textIn(header, 157, 100),
      });
      next = {};
    }
  }
  return entries;
}

/** The sum of the header's bytes, with blanks where the sum itself stands. */
export function isHeader(header: Uint8Array): boolean {
  let sum = 0;
  header.forEach((byte, at) => (sum += at >= 148 && at < 156 ? 32 : byte));
  return sum === numberIn(header, 148, 8);
}

/** Octal digits; where the first bit is set, the number itself. */
export function numberIn(header: Uint8Array, at: number, length: number): number {
  if (((header[at] ?? 0) & 0x80) === 0) return Number.parseInt(textIn(header, at, length).trim() || '0', 8);
  return header.subarray(at + 1, at + length).reduce((sum, byte) => sum * 256 + byte, 0);
}

export function textIn(bytes: Uint8Array, at: number, length: number): string {
  const part = bytes.subarray(at, at + length);
  const end = part.indexOf(0);
  return decoder.decode(end < 0 ? part : part.subarray(0, end));
}

export function pathOf(header: Uint8Array): string {
  const name = textIn(header, 0, 100);
  const prefix = textIn(header, 257, 6) === 'ustar' ? textIn(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Lines `<length> <key>=<value>`; the length counts bytes. */
export function paxOf(body: Uint8Array): Pax {
  const found: Pax = {};
  for (let at = 0; at < body.length;) {
    const length = Number.parseInt(decoder.decode(body.subarray(at, at + 20)), 10);
    if (!(length > 0)) break;
    const [, key, value = ''] = /^\d+ ([^=]+)=([\s\S]*)\n$/.exec(decoder.decode(body.subarray(at, at + length))) ?? [];
    if (key === 'path' || key === 'linkpath') found[key] = value;
    if (key === 'size') found.size = Number(value);
    at += length;
  }
  return found;
}

export function kindOf(type: string, path: string): Entry['kind'] {
  if (type === '5' || path.endsWith('/')) return 'folder';
  if (type === '0' || type === '\0' || type === '7') return 'file';
  return type === '1' || type === '2' ? 'link' : 'other';
}
