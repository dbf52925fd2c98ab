import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { modulesOf } from '../publish/nx-fleet.ts';
import { convoy } from '../world/bin.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { nx } from '../world/nx.ts';

const npm = (name: string): string =>
  JSON.stringify({ name: `quay-${name}`, version: '1.0.0', license: 'MIT', files: ['index.js'] });

it('two machines share a cache, build each unit once, and a third merges what they hand on', () => {
  const first = commitAll(
    write(tempFolder(), {
      '.gitignore': 'node_modules\n.nx\n',
      'nx.json': JSON.stringify({ plugins: ['nx-convoy'], neverConnectToCloud: true, analytics: false }),
      'package.json': '{"name":"quay","private":true,"workspaces":["bow","aft"]}\n',
      'bow/package.json': npm('bow'),
      'bow/index.js': 'module.exports = 1;\n',
      'aft/package.json': npm('aft'),
      'aft/index.js': 'module.exports = 2;\n',
    }),
  );
  const [handed, cache, data] = [tempFolder(), tempFolder(), tempFolder()];
  const plan = join(handed, 'plan.json');
  expect(convoy(first, ['plan', '--first-release', '--format=json', `--out=${plan}`]).code).toBe(0);
  const clone = (): string => {
    const to = tempFolder();
    git(to, 'clone', '--quiet', first, '.');
    return to;
  };
  const machine = () => {
    const folder = clone();
    symlinkSync(modulesOf(), join(folder, 'node_modules'));
    const env = { HOME: tempFolder(), NX_CACHE_DIRECTORY: cache, NX_WORKSPACE_DATA_DIRECTORY: data };
    return (args: readonly string[]) => ({ folder, ...nx(folder, args, env) });
  };
  const [one, other] = [machine(), machine()];
  expect(one(['run', 'quay-bow:package']).code).toBe(0);
  const all = other(['run-many', '-t', 'package']);
  expect(all.code).toBe(0);
  expect(all.stdout).toMatch(/1\/2 hit|quay-bow:package +\[(?:existing|local|remote)/);
  expect(all.stdout).not.toMatch(/quay-aft:package +\[/);
  const bundles = join(handed, 'bundles');
  const made = (name: string): string =>
    readFileSync(join(all.folder, `dist/release/npm/${name}/manifest.json`), 'utf8');
  for (const name of ['quay-bow', 'quay-aft']) {
    const job = `npm-${name}.any`;
    const ran = convoy(all.folder, ['package', `--plan=${plan}`, `--job=${job}`, `--bundle=${join(bundles, job)}`]);
    expect(ran).toMatchObject({ code: 0 });
    expect(readFileSync(join(bundles, job, 'files/manifest.json'), 'utf8')).toBe(made(name));
  }
  const release = clone();
  expect(convoy(release, ['merge', bundles, `--plan=${plan}`])).toMatchObject({ code: 0 });
  for (const name of ['quay-bow', 'quay-aft'])
    expect(readFileSync(join(release, `dist/release/npm/${name}/manifest.json`), 'utf8')).toBe(made(name));
}, 120_000);
