import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { commitAll, copyOf, git, tempFolder, write } from '../world/folder.ts';
import { filesOf, packaged, withoutLog } from './packaged.ts';

const pyproject = (name: string, rest = ''): string =>
  `[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "${name}"\nversion = "1.2.0rc1"\n${rest}`;

describeWithAll(['cargo', 'python', 'uv', 'maturin'], ({ cargo, python }) => {
  // The backends are in the environment of the client: no index is asked.
  const env = {
    ...process.env,
    ...cargo.env,
    PATH: `${python.paths.bin}:${cargo.paths.bin}:${process.env.PATH ?? ''}`,
    UV_NO_BUILD_ISOLATION: '1',
    UV_OFFLINE: '1',
    UV_PYTHON: python.path,
  };
  const files = (folder: string, slug: string): readonly string[] =>
    readdirSync(join(folder, 'dist/release/python', slug)).filter((name) => /\.(?:whl|gz)$/.test(name));

  it('makes wheels and source distributions, compiled by maturin or by the backend of the project', () => {
    // Where the repository ignores nothing, backends look further up, and there everything is ignored.
    const copy = copyOf(join(root, 'e2e/workspaces/harbor'));
    rmSync(join(copy, '.gitignore'));
    const folder = commitAll(copy);
    const { made, problems } = packaged(folder, ['--units=python:harbor,python:harbor-sdk'], env);
    expect(problems).toEqual([]);
    expect(made.map(({ unit, ok }) => [unit, ok])).toEqual([
      ['python:harbor', true],
      ['python:harbor-sdk', true],
    ]);
    expect(files(folder, 'harbor-sdk')).toEqual(['harbor_sdk-1.3.0-py3-none-any.whl', 'harbor_sdk-1.3.0.tar.gz']);
    expect(files(folder, 'harbor').map((name) => name.replace(/none-.*/, 'none-'))).toEqual([
      'harbor-0.4.0-py3-none-',
      'harbor-0.4.0.tar.gz',
    ]);
    const manifest = (slug: string): unknown =>
      JSON.parse(readFileSync(join(folder, 'dist/release/python', slug, 'manifest.json'), 'utf8'));
    expect(manifest('harbor')).toMatchObject({ identity: { by: 'content' } });
    expect(manifest('harbor-sdk')).toMatchObject({ identity: { by: 'bytes' } });
    for (const inside of ['"harbor/__init__.py"', 'python/harbor/__init__.py"'])
      expect(JSON.stringify(manifest('harbor'))).toContain(inside);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('asks the backend by build where there is no uv', () => {
    const programs = write(tempFolder(), { python3: `#!/bin/sh\nexec "${python.path}" "$@"\n` });
    chmodSync(join(programs, 'python3'), 0o755);
    for (const name of ['git', 'sh'])
      symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(programs, name));
    const folder = commitAll(write(tempFolder(), { 'pyproject.toml': pyproject('tug'), 'tug.py': '' }));
    const { made, problems } = packaged(folder, [], { ...env, PATH: programs });
    expect(problems).toEqual([]);
    expect(made.map(({ ok }) => ok)).toEqual([true]);
    // Which Pythons its tag tells is the backend's own affair.
    expect(files(folder, 'tug').map((name) => name.replace(/py.*/, 'py'))).toEqual([
      'tug-1.2.0rc1-py',
      'tug-1.2.0rc1.tar.gz',
    ]);
    const manifest = readFileSync(join(folder, 'dist/release/python/tug/manifest.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({ tools: { build: expect.stringMatching(/^\d/) as string } });
  });

  it('makes the same bytes from another clone, of what is committed alone, without secrets', () => {
    const folder = commitAll(
      write(tempFolder(), {
        'lib/pyproject.toml': `${pyproject('tug')}[tool.hatch.build.hooks.custom]\npath = "hook.py"\n`,
        'lib/hook.py': `import os
from pathlib import Path
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
class Hook(BuildHookInterface):
    def initialize(self, version, build_data):
        names = [f"{k}={v}" for k, v in sorted(os.environ.items()) if "canary" in v]
        (Path(self.root) / "tug" / "environment.txt").write_text("\\n".join(names))
`,
        'lib/tug/__init__.py': '',
      }),
    );
    write(folder, { '.git/info/exclude': 'left.py\n', 'lib/tug/left.py': 'mine = 1\n' });
    const canaries = { ...env, TWINE_PASSWORD: 'canary-1', UV_PUBLISH_TOKEN: 'canary-2', SIGNING_CERT: 'canary-3' };
    expect(packaged(folder, [], canaries).problems).toEqual([]);
    const made = filesOf(join(folder, 'dist/release'));
    const manifest = Buffer.from(made['python/tug/manifest.json'] ?? '', 'base64').toString();
    expect(manifest).toMatch(/"path": "tug\/environment.txt",\s*"size": 0,/);
    expect(manifest).not.toContain('left.py');
    expect(manifest).toContain('"version": "1.2.0rc1"');
    const clone = join(tempFolder(), 'clone');
    git(folder, 'clone', '--quiet', folder, clone);
    packaged(clone, [], env);
    expect(withoutLog(filesOf(join(clone, 'dist/release')))).toEqual(withoutLog(made));
  });
});
