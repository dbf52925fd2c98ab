import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convoy } from '../world/bin.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';

it('a catalog is edited once for all who refer to it, and so is what the root forces upon all', () => {
  const member = (name: string): string =>
    `{\n  "name": "${name}",\n  "version": "1.0.0",\n  "dependencies": { "core": "catalog:" }\n}\n`;
  const folder = commitAll(
    write(tempFolder(), {
      'package.json': '{\n  "private": true,\n  "pnpm": { "overrides": { "core": "^1.0.0" } }\n}\n',
      'pnpm-workspace.yaml':
        'packages: [packages/*]\nlinkWorkspacePackages: true\ncatalog:\n  # one for all\n  core: ^1.0.0 # core\n  react: ^1.0.0\n',
      'packages/core/package.json': '{ "name": "core", "version": "1.0.0" }\n',
      'packages/a/package.json': member('a'),
      'packages/b/package.json': member('b'),
    }),
  );
  for (const name of ['core', 'a', 'b']) git(folder, 'tag', `${name}@1.0.0`);
  write(folder, { 'packages/core/index.js': '' });
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'feat!: more');
  const { edits } = JSON.parse(convoy(folder, ['plan', '--format=json']).stdout) as {
    edits: { file: string; line: number; before: string; after: string }[];
  };
  expect(
    edits
      .filter(({ before }) => before !== '1.0.0')
      .map(({ file, line, before, after }) => `${file}:${line} ${before} > ${after}`),
  ).toEqual(['package.json:3 ^1.0.0 > ^2.0.0', 'pnpm-workspace.yaml:5 ^1.0.0 > ^2.0.0']);
  expect(convoy(folder, ['apply', '--yes', '--no-prove']).code).toBe(0);
  expect(readFileSync(join(folder, 'pnpm-workspace.yaml'), 'utf8')).toContain(
    '  core: ^2.0.0 # core\n  react: ^1.0.0\n',
  );
  expect(readFileSync(join(folder, 'packages/a/package.json'), 'utf8')).toContain('"core": "catalog:"');
  expect(convoy(folder, ['sync', '--check'])).toMatchObject({ code: 0 });
});
