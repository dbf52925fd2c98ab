import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { isPlain, type Member } from './member.ts';
import { openArchive } from './open.ts';
import { pack, type Packing } from './pack.ts';
import { writeTar } from './tar-write.ts';

const folder = mkdtempSync(join(tmpdir(), 'nx-convoy-pack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => Buffer.from(text);
const dated = { epoch: 1_700_000_001, comment: 'a'.repeat(40) };
const members: readonly Member[] = [
  { path: 'top/run', bytes: bytes('#!/bin/sh\n'), isExecutable: true },
  { path: `top/${'deep/'.repeat(60)}${'x'.repeat(120)}`, bytes: bytes('far') },
  { path: `top/${'d'.repeat(90)}/plain`, bytes: bytes('split') },
  { path: 'top/ü.txt', bytes: bytes('hello '.repeat(500)) },
  { path: 'top/empty', bytes: bytes('') },
  { path: 'top/link', bytes: bytes(''), link: 'ü.txt' },
];

function packed(by: Packing, list: readonly Member[] = members): Uint8Array {
  const made = pack(`a.${by}`, by, list, dated);
  if (!made.ok) throw new Error(made.problems[0]?.what);
  return made.value;
}
const sha = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

it.each<[Packing, string, readonly string[]]>([
  ['tar.gz', 'tar', ['-xzf']],
  ['zip', 'python3', ['-m', 'zipfile', '-e']],
])('%s is what %s unpacks', (by, program, args) => {
  const archive = join(folder, `a.${by}`);
  const out = mkdtempSync(join(folder, 'out-'));
  writeFileSync(archive, packed(by));
  execFileSync(program, by === 'zip' ? [...args, archive, out] : [...args, archive, '-C', out]);
  for (const { path, bytes: whole, link } of members)
    if (link === undefined) expect(readFileSync(join(out, path)).equals(whole)).toBe(true);
  if (by === 'zip') return;
  expect(statSync(join(out, 'top/run')).mode & 0o777).toBe(0o755);
  expect(statSync(join(out, 'top/empty')).mtimeMs / 1000).toBe(dated.epoch);
  expect(readlinkSync(join(out, 'top/link'))).toBe('ü.txt');
  expect(execFileSync('tar', ['-tvzf', archive, '--numeric-owner'], { encoding: 'utf8' })).toMatch(/ 0\/0 /);
});

it('tells git its commit', () => {
  const input = writeTar(members, dated);
  expect(execFileSync('git', ['get-tar-commit-id'], { input, encoding: 'utf8' }).trim()).toBe(dated.comment);
});

// The bytes themselves: another compressor, order, user or clock is another digest.
it.each<[Packing, string]>([
  ['tar.gz', '1b9d6bede0caed42b3e6b218fe73ecf92480f25c3c8267533572917a69378625'],
  ['zip', '57859aa5128401ca19d87e842c6f14fb76eda047fa0d0e96c513c68e8c3c8464'],
])('%s is made of the same bytes everywhere, in whatever order it comes', (by, digest) => {
  expect(sha(packed(by))).toBe(digest);
  expect(sha(packed(by, [...members].reverse()))).toBe(digest);
});

it('is read as it was written', () => {
  const name = fc.string({ minLength: 1, maxLength: 180, unit: 'grapheme' }).filter((text) => isPlain(text));
  const files = fc.uniqueArray(fc.record({ path: name, bytes: fc.uint8Array({ maxLength: 2000 }) }), {
    selector: ({ path }) => path,
    maxLength: 8,
  });
  fc.assert(
    fc.property(files, fc.constantFrom<Packing>('zip', 'tar.gz'), (list, by) => {
      const opened = openArchive({ name: `a.${by}`, size: 0, sha256: '', sha512: '' }, packed(by, list));
      if (!opened.ok) throw new Error(opened.problems[0]?.what);
      expect(opened.value.entries).toHaveLength(list.length);
      for (const { path, bytes: whole } of list)
        expect(Buffer.from(opened.value.bytes(path) ?? []).equals(whole)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

it.each(['/etc/passwd', '../x', 'a/../b', 'C:\\x', 'a\\b', '', 'a//b', './a'])('takes no %s in', (path) =>
  expect(isPlain(path)).toBe(false),
);
