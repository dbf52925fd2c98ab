import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { convoy } from '../world/bin.ts';
import { commitAll, copyOf } from '../world/folder.ts';
import { installNx, nx } from '../world/nx.ts';

const file = '.github/workflows/nx-convoy-release.yml';

it('nx g nx-convoy:ci writes what the bin writes, after it showed it', () => {
  const folder = installNx(commitAll(copyOf(join(root, 'e2e/workspaces/harbor'))));
  const dry = nx(folder, ['g', 'nx-convoy:ci', '--for=github', '--on=dispatch,tag', '--dry-run']);
  expect(dry).toMatchObject({ code: 0 });
  expect(dry.stdout).toContain(`CREATE ${file}`);
  expect(existsSync(join(folder, file))).toBe(false);
  const made = nx(folder, ['g', 'nx-convoy:ci', '--for=github', '--on=dispatch,tag']);
  expect(made).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, file), 'utf8')).toContain('--on=dispatch,tag ');
  // How a formatter lays it out is no difference.
  expect(convoy(folder, ['ci', '--check'])).toMatchObject({ code: 0 });
}, 60_000);
