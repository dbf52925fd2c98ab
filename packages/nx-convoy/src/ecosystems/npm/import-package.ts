/**
 * Imports a package as its users do, by `import` and, where it offers only that, by `require`; its programs are asked for their versions. A
 * package of types or styles has neither: that its files are there is all that can be told.
 */
export const importPackage = `import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [name] = process.argv.slice(2);
const folder = join('node_modules', name);
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const require = createRequire(join(process.cwd(), 'here.js'));

const hasEntry =
  manifest.exports !== undefined || manifest.main !== undefined || existsSync(join(folder, 'index.js'));
const isMissing = (error) => /^ERR_PACKAGE_PATH_NOT_EXPORTED$/.test(error.code ?? '');

if (hasEntry) {
  try {
    await import(name);
    console.log('imported ' + name);
  } catch (error) {
    if (!isMissing(error)) throw error;
    try {
      require(name);
      console.log('required ' + name);
    } catch (second) {
      // Only paths below it are offered.
      if (!isMissing(second)) throw second;
      console.log(name + ' offers nothing under its own name');
    }
  }
}

const bin = typeof manifest.bin === 'string' ? { [name.replace(/^@[^/]+\\//, '')]: manifest.bin } : (manifest.bin ?? {});
for (const program of hasEntry ? [] : Object.keys(bin)) {
  const { status, error, stdout, stderr } = spawnSync(join('node_modules', '.bin', program), ['--version'], {
    encoding: 'utf8',
    timeout: 60_000,
    shell: process.platform === 'win32',
  });
  process.stdout.write(stdout ?? '');
  process.stderr.write(stderr ?? '');
  if (status !== 0) throw new Error(program + ' --version ended with ' + (error?.message ?? status));
}
for (const program of Object.keys(bin))
  if (!existsSync(join(folder, bin[program]))) throw new Error('its program ' + program + ' is not in the package');
`;
