import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { missing, present, timed, type Toolchain, type Verdict } from './client.ts';
import { find, versionOf } from './find.ts';
import { run } from './run.ts';

/** Found, never provisioned: a Rust toolchain is too large to bring along. */
export const cargo: Toolchain = { clients: ['cargo'], pins: [], provide: async () => [await timed(findCargo)] };

export async function findCargo(): Promise<Verdict> {
  const path = find('cargo');
  const rustc = find('rustc');
  if (path === undefined || rustc === undefined) return missing('cargo', 'cargo and rustc are not both on PATH');
  const env = await rustup(path);
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

/**
 * rustup looks for its toolchains in the home folder unless told; and it must not fetch another one. With an empty home folder it
 * names a place where nothing is, so the one beside the cargo that was found is looked at too.
 */
async function rustup(cargo: string): Promise<Record<string, string>> {
  const path = find('rustup');
  if (path === undefined) return {};
  const ask = async (what: string, env: NodeJS.ProcessEnv): Promise<string> =>
    (await run([path, 'show', what], { timeoutMs: 20_000, cwd: tmpdir(), env })).stdout.trim();
  const places = [process.env.RUSTUP_HOME, await ask('home', process.env), resolve(dirname(cargo), '../../.rustup')];
  const home = places.find((place) => place !== undefined && toolchainsIn(place).length > 0);
  if (home === undefined) return {};
  const [active = ''] = (await ask('active-toolchain', { ...process.env, RUSTUP_HOME: home })).split(/\s/);
  const toolchain = active === '' ? (toolchainsIn(home)[0] ?? '') : active;
  return { RUSTUP_HOME: home, RUSTUP_TOOLCHAIN: toolchain, RUSTUP_AUTO_INSTALL: '0' };
}

function toolchainsIn(home: string): readonly string[] {
  try {
    return readdirSync(join(home, 'toolchains')).sort();
  } catch {
    return [];
  }
}
