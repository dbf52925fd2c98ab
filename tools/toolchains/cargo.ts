import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { missing, present, timed, type Toolchain, type Verdict } from './client.ts';
import { find, versionOf } from './find.ts';
import { run } from './run.ts';

/** Found, never provisioned: a Rust toolchain is too large to bring along. */
export const cargo: Toolchain = { clients: ['cargo'], pins: [], provide: async () => [await timed(findCargo)] };

async function findCargo(): Promise<Verdict> {
  const path = find('cargo');
  const rustc = find('rustc');
  if (path === undefined || rustc === undefined) return missing('cargo', 'cargo and rustc are not both on PATH');
  const env = await rustup();
  const home = mkdtempSync(join(tmpdir(), 'convoy-home-'));
  try {
    // Tests give it an empty home folder: what does not work there does not work at all.
    const version = await versionOf([path, '--version'], { ...process.env, ...env, HOME: home, CARGO_HOME: home });
    if (version === undefined) return missing('cargo', 'cargo does not work with an empty home folder');
    return present('cargo', { state: 'found', version, path, paths: { rustc, bin: dirname(path) }, env });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** rustup looks for its toolchains in the home folder unless told; and it must not fetch another one. */
async function rustup(): Promise<Record<string, string>> {
  const path = find('rustup');
  if (path === undefined) return {};
  const ask = async (what: string): Promise<string> =>
    (await run([path, 'show', what], { timeoutMs: 20_000, cwd: tmpdir() })).stdout.trim();
  const [home, toolchain] = await Promise.all([ask('home'), ask('active-toolchain')]);
  const [name = ''] = toolchain.split(/\s/);
  return { RUSTUP_HOME: home, ...(name === '' ? {} : { RUSTUP_TOOLCHAIN: name }), RUSTUP_AUTO_INSTALL: '0' };
}
