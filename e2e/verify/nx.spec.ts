import { commitAll, tempFolder, write } from '../world/folder.ts';
import { installNx, nx } from '../world/nx.ts';

it('nx release-verify says so where nothing is released', () => {
  const files = { 'nx.json': '{ "plugins": ["nx-convoy"] }', 'package.json': '{ "name": "top", "private": true }' };
  const folder = installNx(write(tempFolder(), { ...files, '.gitignore': 'node_modules\n.nx\n' }));
  commitAll(folder);
  const { code, stdout } = nx(folder, ['release-verify']);
  expect(stdout).toContain('Nothing is due');
  expect(code).toBe(0);
});
