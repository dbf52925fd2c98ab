import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { commitAll, copyOf, git, write } from '../world/folder.ts';
import { installNx, nx } from '../world/nx.ts';

it('nx g nx-convoy:release-config shows, writes, finds nothing more to do, and fails where something differs', () => {
  const folder = copyOf(join(root, 'e2e/workspaces/harbor'));
  installNx(commitAll(folder));
  const generate = (...args: readonly string[]): ReturnType<typeof nx> =>
    nx(folder, ['g', 'nx-convoy:release-config', '--no-interactive', ...args]);
  const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');

  const shown = generate('--dry-run');
  expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining('CREATE RELEASE.md')]);
  expect(existsSync(join(folder, 'RELEASE.md'))).toBe(false);

  const made = generate();
  expect([made.code, made.stdout]).toEqual([0, expect.stringContaining('UPDATE nx.json')]);
  expect(textOf('RELEASE.md')).toContain('registry.example.com/charts/harbor');
  expect(generate('--check').code).toBe(0);

  write(folder, {
    'nx.json': textOf('nx.json').replaceAll('oci://registry.example.com/charts', 'oci://other.example.com/charts'),
  });
  const before = git(folder, 'status', '--porcelain');
  const checked = generate('--check');
  expect([checked.code, checked.stdout + checked.stderr]).toEqual([
    1,
    expect.stringContaining('RELEASE.md is not what it would be'),
  ]);
  expect(git(folder, 'status', '--porcelain')).toBe(before);
});
