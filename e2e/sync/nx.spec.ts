import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../../tools/toolchains/require.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { installNx, nx, ownModules } from '../world/nx.ts';

const skewed = (): string =>
  commitAll(
    write(tempFolder(), {
      'nx.json': JSON.stringify({ plugins: ['nx-convoy'], sync: { globalGenerators: ['nx-convoy:sync'] } }),
      '.gitignore': 'node_modules\n.nx\n',
      'package.json': '{ "private": true }\n',
      'core/Cargo.toml': '[package]\nname = "core"\nversion = "2.0.0"\n',
      'cli/Cargo.toml':
        '[package]\nname = "cli"\nversion = "1.0.0"\n[dependencies]\ncore = { path = "../core", version = "1.9" } # core\n',
    }),
  );

function mends(folder: string): void {
  const before = git(folder, 'status', '--porcelain');
  const out = nx(folder, ['sync:check']);
  expect(out.code).not.toBe(0);
  expect(out.stdout + out.stderr).toContain('cli/Cargo.toml:5: 1.9 → 2.0');
  expect(git(folder, 'status', '--porcelain')).toBe(before);
  expect(nx(folder, ['sync'])).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, 'cli/Cargo.toml'), 'utf8')).toContain(
    'core = { path = "../core", version = "2.0" } # core\n',
  );
  expect(nx(folder, ['sync:check'])).toMatchObject({ code: 0 });
}

it('nx sync:check tells what differs, nx sync mends it', () => mends(installNx(skewed(), ownModules)));

it('nx sync:check shows what has to be asked, with its way out', () => {
  const folder = installNx(skewed(), ownModules);
  writeFileSync(join(folder, 'core/pyproject.toml'), '[project]\nname = "core"\nversion = "1.0.0"\n');
  git(folder, 'tag', 'core-v3.0.0');
  const out = nx(folder, ['sync:check']);
  expect(out.code).not.toBe(0);
  expect(out.stdout + out.stderr).toContain('nx-convoy sync --to=cargo:core=3.0.0');
});

describe('nx 22.7', () =>
  describeWith('nx@22', ({ paths }) => {
    it('does the same', () => mends(installNx(skewed(), paths.modules ?? ownModules)));
  }));
