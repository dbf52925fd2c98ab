import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { bin } from '../world/bin.ts';
import { git, tempFolder, write } from '../world/folder.ts';
import { crates, fatesOf, openDockyard, publish, uploads, type Dockyard } from './dockyard.ts';

describeWith('cargo', (cargo) => {
  let yard: Dockyard;
  beforeEach(async () => {
    yard = await openDockyard(callable([cargo]));
  });
  afterEach(() => yard.close());

  it('publishes from a merge what was released by the commit that it brings', async () => {
    const folder = crates();
    git(folder, 'switch', '--quiet', '--create', 'release');
    const trailers = [
      `Convoy-Plan: ${'a'.repeat(64)}`,
      'Convoy-Date: 2026-11-20',
      `Convoy-Base: ${git(folder, 'rev-parse', 'HEAD').trim()}`,
      'Convoy-Options: {}',
      'Convoy-Version: 0.1.0',
      'Convoy-Unit: cargo:quay-rope 1.0.0',
    ];
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', `chore: release\n\n${trailers.join('\n')}\n`);
    git(folder, 'switch', '--quiet', 'main');
    write(folder, { 'notes.md': 'meanwhile' });
    git(folder, 'add', 'notes.md');
    git(folder, 'commit', '--quiet', '--message', 'docs: notes');
    git(folder, 'merge', '--quiet', '--no-ff', '--message', 'merge', 'release');
    expect(fatesOf(await publish(folder, ['--plan=aaaaaaaaaa'], yard.env))).toEqual(['cargo:quay-rope published']);
    expect(uploads(yard)).toHaveLength(1);
  }, 60_000);

  it('sends nothing more when the journal cannot be written, and goes on when it can', async () => {
    const folder = crates();
    git(folder, 'tag', 'v1.0.0');
    await publish(folder, ['--dry-run'], yard.env);
    // No file may become longer than a few hundred bytes: that is what a full disk is to the journal.
    const full = await limited(folder, yard.env);
    expect(full).toContain('JOURNAL_UNWRITABLE');
    const before = uploads(yard).length;
    expect(before).toBeLessThan(2);
    expect(readdirSync(join(folder, 'dist/release')).some((name) => name.startsWith('journal-'))).toBe(true);
    const told = await publish(folder, ['--yes'], yard.env);
    expect(told.code).toBe(0);
    expect(uploads(yard)).toHaveLength(2);
  }, 60_000);

  it('makes files once for two that publish at the same time', async () => {
    const count = join(tempFolder(), 'made');
    const run = [process.execPath, '-e', "require('fs').appendFileSync(process.argv[1], 'x')", count, '{file}'];
    const options = { registries: { 'crates.io': 'local' }, units: { 'cargo:quay-rope': { afterBuild: [{ run }] } } };
    const folder = crates({ 'convoy.json': JSON.stringify({ convoy: options }) });
    git(folder, 'tag', 'v1.0.0');
    const both = await Promise.all([1, 2].map(() => publish(folder, ['--dry-run'], yard.env)));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(readFileSync(count, 'utf8')).toBe('x');
  }, 60_000);
});

/** What is written beyond the limit fails; that no signal ends the process for it is what `trap` is for. */
function limited(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    const script = 'trap "" XFSZ; ulimit -f 1; exec "$@"';
    const child = spawn('/bin/sh', ['-c', script, 'sh', process.execPath, bin, 'publish', '--yes', '--format=json'], {
      cwd: folder,
      env,
    });
    let text = '';
    child.stdout.on('data', (part: Buffer) => (text += part.toString()));
    child.stderr.on('data', (part: Buffer) => (text += part.toString()));
    child.on('close', () => resolve(text));
  });
}
