// Builds packages/nx-convoy into its dist: `node tools/build.mjs`. Plain JavaScript, so that nothing must be built to build.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { buildLocalRegistries } from '../packages/local-registries/build.mjs';

const root = resolve(import.meta.dirname, '..');
const house = join(root, 'packages/nx-convoy');
const source = join(house, 'src');
const dist = join(house, 'dist');
const types = join(dist, 'types');

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // The workspace's own Nx must be the one that is loaded: two copies would disagree about its state.
  external: ['nx', 'nx/*', '@nx/devkit', '@nx/devkit/*'],
  // Bundled, and loaded by rehearsals alone: one package to install, and registries that are always those of this version.
  alias: { '@nx-convoy/local-registries': join(root, 'packages/local-registries/src/index.ts') },
  minifySyntax: true,
  minifyWhitespace: true,
  // Names stay as they were written, so that a stack trace of a bundled release can be read.
  minifyIdentifiers: false,
  metafile: true,
  write: false,
  logLevel: 'warning',
};

// First, for the declarations of the plugin ask for those of what it bundles.
await buildLocalRegistries().then(console.log, refused);

const started = performance.now();
const [files, declared] = await Promise.all([bundle().catch(refused), declare()]);
if (files !== undefined) {
  for (const { path, contents } of files) place(path, contents);
  sweep(new Set(files.map((file) => file.path)));
  console.log(`${relative(root, dist)}: ${files.length} files, ${declared}, ${seconds()} s`);
}

/** esbuild has told what is wrong; the files of the last good build stay. */
function refused(error) {
  if (error.errors === undefined) throw error;
  process.exitCode = 1;
}

async function bundle() {
  const entries = entryPoints();
  if (entries.length === 0) return [];
  const engine = await bundleEngine();
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: entries,
    outdir: dist,
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    format: 'esm',
    // CommonJS dependencies (yaml, dockerfile-ast) call `require`, which an ES module does not have.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    plugins: [englishOnly()],
  });
  const bundled = outputFiles.map(({ path, text }) => ({ path, contents: text }));
  return [
    ...bundled,
    await bundleBin(engine),
    engine,
    { path: join(dist, 'licenses.txt'), contents: licenses(Object.keys({ ...metafile.inputs, ...engine.inputs })) },
  ];
}

/**
 * All that the bin may need as one script, so that what V8 compiled of it can be kept (shell/engine.ts). What is imported late is in it
 * as well, and runs as late.
 */
async function bundleEngine() {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: [join(source, 'cli/main.ts')],
    outdir: dist,
    format: 'cjs',
    legalComments: 'none',
    banner: { js: '(function (exports, require, __dirname) { "use strict"; const module = { exports: {} };' },
    footer: { js: 'Object.assign(exports, { main: module.exports.main, isVerb: module.exports.isVerb }); })' },
    plugins: [englishOnly(), versionFromPackage()],
  });
  // V8 takes twice as long for text that is not plain. All that is not stands in literals, where an escape means the same.
  const text = outputFiles[0].text.replaceAll(
    /[^\x00-\x7f]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { path: join(dist, `engine-${digest}.js`), contents: text, inputs: metafile.inputs };
}

/** A start that does nothing but run the engine, which it knows by name. */
async function bundleBin(engine) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [join(source, 'cli/bin.ts')],
    outdir: dist,
    format: 'esm',
    define: { engineFile: JSON.stringify(`./${basename(engine.path)}`) },
    banner: { js: '#!/usr/bin/env node' },
  });
  return { path: join(dist, 'bin.js'), contents: outputFiles[0].text };
}

/** A script knows its folder, and no address of a module. */
function versionFromPackage() {
  return {
    name: 'version-from-package',
    setup: ({ onLoad }) => {
      onLoad({ filter: /[\\/]src[\\/]shell[\\/]own-bin\.ts$/ }, () => ({
        contents: "export const ownBin = () => __dirname + '/bin.js';",
      }));
      onLoad({ filter: /[\\/]src[\\/]shell[\\/]version\.ts$/ }, () => ({
        contents: `import { readFileSync } from 'node:fs';
export const { version } = JSON.parse(readFileSync(__dirname + '/../package.json', 'utf8'));`,
      }));
    },
  };
}

/** zod's messages in fifty languages are half of the bundle, and every start would read them: we say our own, in one. */
function englishOnly() {
  return {
    name: 'english-only',
    setup: ({ onLoad }) =>
      onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
        contents: "export { default as en } from './en.js';",
        resolveDir: join(root, 'node_modules/zod/v4/locales'),
      })),
  };
}

function entryPoints() {
  const named = [
    { in: 'index.ts', out: 'index' },
    { in: 'nx/version-actions/index.ts', out: 'version-actions' },
  ];
  const found = ['executors', 'generators'].flatMap((kind) =>
    filesOf(join(source, 'nx', kind))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => ({ in: `nx/${kind}/${name}`, out: `${kind}/${basename(name, '.ts')}` })),
  );
  return [...named, ...found]
    .map((entry) => ({ ...entry, in: join(source, entry.in) }))
    .filter((entry) => existsSync(entry.in));
}

/** What is bundled is redistributed, and its licenses ask that their text goes along. */
function licenses(inputs) {
  const folders = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = filesOf(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(root, folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n`);
}

/** Declarations come from tsc; it starts only when every file that its configuration lists is there. */
async function declare() {
  const config = JSON.parse(readFileSync(join(house, 'tsconfig.json'), 'utf8'));
  const absent = config.files.filter((file) => !existsSync(join(house, file)));
  if (absent.length > 0) return `no declarations (waiting for ${absent.join(', ')})`;
  const state = join(root, '.cache/declarations.tsbuildinfo');
  // tsc trusts its build information about files that it wrote earlier, even when they are gone.
  if (!existsSync(join(types, 'index.d.ts'))) rmSync(state, { force: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const code = await exit([tsc, '-p', house, '--incremental', '--tsBuildInfoFile', state]);
  if (code !== 0) process.exitCode = 1;
  return code === 0 ? 'declarations' : 'declarations with errors';
}

function exit(args) {
  return new Promise((done, broken) => {
    spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }).on('error', broken).on('close', done);
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

function sweep(fresh) {
  for (const path of treeOf(dist)) {
    const declaration = path.startsWith(types + sep);
    const origin = join(source, relative(types, path).replace(/\.d\.ts$/, '.ts'));
    if (declaration ? !existsSync(origin) : !fresh.has(path)) rmSync(path, { force: true });
  }
}

function filesOf(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function treeOf(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function seconds() {
  return ((performance.now() - started) / 1000).toFixed(1);
}
