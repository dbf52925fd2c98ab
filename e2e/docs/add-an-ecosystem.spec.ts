import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { showGraph } from '../../tools/facts/show.ts';
import { repoOf } from '../../tools/facts/snapshot.ts';
import { root } from '../../tools/root.ts';
import { ecosystems } from '../../packages/nx-convoy/src/ecosystems/index.ts';
import { discover } from '../../packages/nx-convoy/src/graph/discover.ts';
import { noConfig } from '../../packages/nx-convoy/src/model/config.ts';
import type { Ecosystem } from '../../packages/nx-convoy/src/model/ecosystem.ts';
import { tempFolder, write } from '../world/folder.ts';

it('the example of docs/add-an-ecosystem.md is whole: its folder and its line are all it takes', async () => {
  const page = readFileSync(join(root, 'docs/add-an-ecosystem.md'), 'utf8');
  const [, example = ''] = /```ts\n(import [\s\S]*?)```/.exec(page) ?? [];
  const { outputFiles } = await build({
    stdin: { contents: example, loader: 'ts', resolveDir: join(root, 'packages/nx-convoy/src/ecosystems/cargo') },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
  });
  const folder = write(tempFolder(), { 'go.mjs': outputFiles[0]?.text ?? '' });
  const { go } = (await import(join(folder, 'go.mjs'))) as { go: Ecosystem };
  const repo = repoOf({
    'core/go.mod': 'module example.com/core\n',
    'app/go.mod': 'module example.com/app\n\nrequire example.com/core v0.0.0\nreplace example.com/core => ../core\n',
    'examples/x/go.mod': 'module example.com/x\n',
    'crate/Cargo.toml': '[package]\nname = "crate"\nversion = "1.0.0"\n',
  });
  expect(showGraph(discover(repo, noConfig, [...ecosystems, go]))).toBe(
    [
      'units',
      '  cargo:crate | 1.0.0 crate/Cargo.toml:3 | crate',
      '  go:example.com/app | - tags | app',
      '  go:example.com/core | - tags | core',
      'edges',
      '  go:example.com/app > go:example.com/core runtime app/go.mod:4',
      'order',
      '  cargo:crate',
      '  go:example.com/core',
      '  go:example.com/app',
      'ignored',
      '  examples/x/go.mod: lies in examples: an example',
    ].join('\n'),
  );
});
