import { gzipSync } from 'node:zlib';

export interface Written {
  readonly path: string;
  readonly content?: string;
  /** `0` a file, `2` a symbolic link, `5` a folder. */
  readonly type?: '0' | '2' | '5';
}

/** A small `.tar.gz`, for tests and for what must be packed here. Paths are at most 100 bytes long. */
export function packed(entries: readonly Written[]): Buffer {
  const blocks = entries.flatMap(({ path, content = '', type = '0' }) => {
    const body = Buffer.from(content);
    const padding = Buffer.alloc((block - (body.length % block)) % block);
    return [header(path, type, body.length), body, padding];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * block)]));
}

const block = 512;

function header(path: string, type: string, size: number): Buffer {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;
  bytes.write(path, 0, 100);
  bytes.write(octal(0o644, 8), 100);
  bytes.write(octal(0, 8), 108);
  bytes.write(octal(0, 8), 116);
  bytes.write(octal(size, 12), 124);
  bytes.write(octal(0, 12), 136);
  bytes.write(' '.repeat(8), 148);
  bytes.write(type, 156);
  bytes.write('ustar\0' + '00', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}
