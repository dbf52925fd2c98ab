import { deflateRawSync } from 'node:zlib';
import { unzip } from './unzip.ts';

const files = { 'readme.txt': 'stored as it is', 'helm/helm': 'deflated '.repeat(100), empty: '' };

it.each(Object.entries(files))('%s', (name, text) => expect(unzip(zip(files), name)?.toString()).toBe(text));

it.each([
  ['a file that is not in it', zip(files), 'helm'],
  ['what is no archive', Buffer.from('no archive'), 'helm/helm'],
  ['an empty archive', zip({}), 'helm/helm'],
])('nothing from %s', (_, archive, name) => expect(unzip(archive, name)).toBeUndefined());

/** An archive whose local headers have longer extra fields than the directory, as real ones do. */
function zip(contents: Readonly<Record<string, string>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  for (const [name, text] of Object.entries(contents)) {
    const deflated = text.length > 50;
    const body = deflated ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(4, 28);
    const entry = Buffer.alloc(46);
    entry.writeUInt16LE(deflated ? 8 : 0, 10);
    entry.writeUInt32LE(body.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(Buffer.concat(bodies).length, 42);
    bodies.push(Buffer.concat([local, Buffer.from(name), Buffer.alloc(4), body]));
    directory.push(Buffer.concat([entry, Buffer.from(name)]));
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(Buffer.concat(bodies).length, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}
