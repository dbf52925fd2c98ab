import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { crate, filesOf, packaged, withoutLog } from './packaged.ts';

function source(): string {
  const folder = write(tempFolder(), {
    ...crate('tug', 'publish = false\n'),
    'VERSION.txt': 'commit $Format:%H$\n',
    'windows.txt': 'one\ntwo\n',
    'tests/secret-plan.txt': 'not for users\n',
    'build.sh': '#!/bin/sh\n',
    [`${'deep/'.repeat(30)}file.txt`]: 'far\n',
    '.gitattributes': 'tests export-ignore\nVERSION.txt export-subst\n',
    'convoy.json': JSON.stringify({
      convoy: { assets: { 'cargo:tug': [{ source: true }, { source: true, name: '{name}-{version}.zip' }] } },
    }),
  });
  chmodSync(join(folder, 'build.sh'), 0o755);
  symlinkSync('VERSION.txt', join(folder, 'link.txt'));
  return commitAll(folder);
}
const at = (folder: string): string => join(folder, 'dist/release/assets/cargo+tug');

it('hands out the tree of the commit as git archive has it, in a folder of its own', () => {
  const folder = source();
  expect(packaged(folder).problems).toEqual([]);
  const commit = git(folder, 'rev-parse', 'HEAD').trim();
  const [ours, gits] = [tempFolder(), tempFolder()];
  const file = join(at(folder), 'tug-1.0.0.tar.gz');
  execFileSync('tar', ['-xzf', file, '-C', ours]);
  execFileSync('sh', ['-c', 'git -C "$1" archive --prefix=tug-1.0.0/ HEAD | tar -x -C "$2"', 'sh', folder, gits]);
  expect(execFileSync('diff', ['-r', '--no-dereference', ours, gits], { encoding: 'utf8' })).toBe('');
  expect(readFileSync(join(ours, 'tug-1.0.0/VERSION.txt'), 'utf8')).toBe(`commit ${commit}\n`);
  expect(execFileSync('sh', ['-c', 'gunzip -c "$1" | git get-tar-commit-id', 'sh', file], { encoding: 'utf8' })).toBe(
    `${commit}\n`,
  );
  const listed = execFileSync('tar', ['-tvzf', file, '--numeric-owner'], { encoding: 'utf8' });
  expect(listed).toMatch(/^-rwxr-xr-x 0\/0 .* tug-1\.0\.0\/build\.sh$/m);
  expect(listed).not.toContain('secret-plan');
  const zip = execFileSync('python3', ['-m', 'zipfile', '-l', join(at(folder), 'tug-1.0.0.zip')], { encoding: 'utf8' });
  expect(zip).toContain('tug-1.0.0/VERSION.txt');
});

it('makes the same bytes in another clone, whatever its user has set for git', () => {
  const folder = source();
  packaged(folder);
  const clone = join(tempFolder(), 'clone');
  git(folder, 'clone', '--quiet', folder, clone);
  const settings = { 'core.autocrlf': 'true', 'tar.umask': '0077', 'tar.tar.gz.command': 'false', 'core.eol': 'crlf' };
  const env = { ...process.env, GIT_CONFIG_COUNT: String(Object.keys(settings).length), TZ: 'Asia/Tokyo', LC_ALL: 'C' };
  Object.entries(settings).forEach(([key, value], index) =>
    Object.assign(env, { [`GIT_CONFIG_KEY_${index}`]: key, [`GIT_CONFIG_VALUE_${index}`]: value }),
  );
  expect(packaged(clone, [], env).problems).toEqual([]);
  expect(withoutLog(filesOf(at(clone)))).toEqual(withoutLog(filesOf(at(folder))));
});
