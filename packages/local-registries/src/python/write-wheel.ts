import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';

/** Files of an archive, by their path. */
export type Contents = Readonly<Record<string, string | Buffer>>;

/** A small zip archive, for tests: deflated, with a fixed date. */
export function zipped(contents: Contents, method: 0 | 8 | 12 = 8): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(contents)) {
    const data = Buffer.from(content);
    const packed = method === 8 ? deflateRawSync(data) : data;
    const name = Buffer.from(path);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(method, 4);
    about.writeUInt16LE(0x21, 8);
    about.writeUInt32LE(crc32(data), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(data.length, 18);
    about.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), about, rest, name]));
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, index, end]);
}

export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly tags?: string;
  /** Further lines of METADATA, and files of the package. */
  readonly metadata?: readonly string[];
  readonly files?: Contents;
}

export const wheelName = ({ name, version, tags = 'py3-none-any' }: Wheel): string =>
  `${name.replaceAll(/[-_.]+/g, '_').toLowerCase()}-${version}-${tags}.whl`;

/** A wheel that installers take, with a module of the package's own name. */
export function wheelOf(wheel: Wheel): Buffer {
  const { name, version, tags = 'py3-none-any', metadata = [], files } = wheel;
  const module = name.replaceAll(/[-_.]+/g, '_').toLowerCase();
  const info = `${module}-${version}.dist-info`;
  const head = ['Metadata-Version: 2.4', `Name: ${name}`, `Version: ${version}`, ...metadata];
  const contents: Contents = {
    ...(files ?? { [`${module}/__init__.py`]: `version = "${version}"\n` }),
    [`${info}/METADATA`]: `${head.join('\n')}\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tags}\n`,
  };
  const hash = (data: string | Buffer): string => createHash('sha256').update(data).digest('base64url');
  const record = Object.entries(contents).map(
    ([path, data]) => `${path},sha256=${hash(data)},${Buffer.from(data).length}`,
  );
  return zipped({ ...contents, [`${info}/RECORD`]: `${[...record, `${info}/RECORD,,`].join('\n')}\n` });
}

function crc32(data: Buffer): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
