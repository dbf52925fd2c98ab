// Runs one of our TypeScript tools: `node tools/run.mjs tools/x/main.ts [args]`.
// Node 20 does not strip types, so esbuild bundles the tool first; installed packages stay outside of the bundle.
import { build } from 'esbuild';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) throw new Error('Which tool? node tools/run.mjs tools/x/main.ts');
const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'node_modules/.cache/convoy-tools');
mkdirSync(folder, { recursive: true });
const outfile = join(folder, `${entry.replaceAll(/[^a-z0-9]+/gi, '-')}.${process.pid}.mjs`);
await build({
  entryPoints: [resolve(entry)],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
});
process.argv = [process.argv[0], resolve(entry), ...args];
try {
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
