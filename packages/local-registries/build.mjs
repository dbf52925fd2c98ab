// Builds this package into its dist; tools/build.mjs calls it. Plain JavaScript, so that nothing must be built to build.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

const house = import.meta.dirname;
const root = join(house, '../..');
const dist = join(house, 'dist');

/** Tells what it made; throws where it could not. */
export async function buildLocalRegistries() {
  const [files] = await Promise.all([bundle(), declare()]);
  for (const { path, contents } of files) place(path, contents);
  return `${relative(root, dist)}: ${files.length} files and declarations`;
}

async function bundle() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: join(house, 'src/index.ts'), out: 'index' },
      { in: join(house, 'src/cli/bin.ts'), out: 'bin' },
    ],
    outdir: dist,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const bundled = outputFiles.map(({ path, text }) => ({
    path,
    contents: path === join(dist, 'bin.js') ? `#!/usr/bin/env node\n${text}` : text,
  }));
  return [...bundled, { path: join(dist, 'licenses.txt'), contents: licenses(Object.keys(metafile.inputs)) }];
}

/** What is bundled is redistributed, and its license asks that its text goes along. */
function licenses(inputs) {
  const folders = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${readFileSync(join(root, folder, 'LICENSE'), 'utf8').trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n`);
}

function declare() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  return new Promise((done, failed) => {
    spawn(process.execPath, [tsc, '-p', house], { cwd: root, stdio: 'inherit' })
      .on('error', failed)
      .on('close', (code) =>
        code === 0 ? done() : failed(Object.assign(new Error(), { errors: ['tsc has told them'] })),
      );
  });
}

/** Unchanged files stay and changed ones are swapped, so that a test which runs meanwhile never sees half a file. */
function place(path, contents) {
  if (existsSync(path) && readFileSync(path, 'utf8') === contents) return;
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}`;
  writeFileSync(next, contents, { mode: path === join(dist, 'bin.js') ? 0o755 : 0o644 });
  renameSync(next, path);
}
