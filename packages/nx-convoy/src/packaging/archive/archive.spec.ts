import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Opened } from '../../model/packaging.ts';
import { openArchive } from './open.ts';

const folder = mkdtempSync(join(tmpdir(), 'nx-convoy-archive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const long = `${'deep/'.repeat(40)}${'x'.repeat(120)}`;
mkdirSync(join(folder, 'top', 'deep/'.repeat(40)), { recursive: true });
writeFileSync(join(folder, 'top/ü.txt'), 'hello');
writeFileSync(join(folder, 'top', long), 'far');
symlinkSync('ü.txt', join(folder, 'top/link'));

const file = (name: string) => ({ name, size: 0, sha256: '', sha512: '' });
function opened(name: string, bytes: Uint8Array): Opened {
  const one = openArchive(file(name), bytes);
  if (!one.ok) throw new Error(one.problems[0]?.what);
  return one.value;
}
function look(archive: Opened): unknown {
  const text = (path: string): string => new TextDecoder().decode(archive.bytes(path));
  const kinds = Object.fromEntries(archive.entries.map(({ path, kind }) => [path, kind]));
  return [text('top/ü.txt'), text(`top/${long}`), kinds['top/ü.txt'], kinds['top/link'], archive.bytes('top/none')];
}

it.each(['gnu', 'pax', 'posix'])('reads a tar as tar --format=%s writes it', (format) => {
  const tar = execFileSync('tar', ['-C', folder, `--format=${format}`, '-c', 'top'], { maxBuffer: 1 << 24 });
  expect(look(opened('a.tar.gz', gzipSync(tar)))).toEqual(['hello', 'far', 'file', 'link', undefined]);
});

it('reads a zip as Python writes it', () => {
  const at = join(folder, 'a.zip');
  execFileSync('python3', ['-m', 'zipfile', '-c', at, 'top'], { cwd: folder });
  expect(look(opened('a.whl', readFileSync(at)))).toEqual(['hello', 'far', 'file', 'file', undefined]);
});

it.each([
  ['a.crate', 'not gzip'],
  ['a.tgz', gzipSync('not a tar'.repeat(200))],
  ['a.whl', 'not a zip'],
  ['a.whl', 'PK\u0005\u0006'.padEnd(30, '\uffff')],
])('%s that is none is a problem', (name, bytes) => {
  expect(openArchive(file(name), Buffer.from(bytes)).ok).toBe(false);
});
