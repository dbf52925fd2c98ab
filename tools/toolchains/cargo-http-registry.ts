import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { missing, present, timed, type Options, type Toolchain, type Verdict } from './client.ts';
import { findCargo } from './cargo.ts';
import { run } from './run.ts';
import { provision } from './store.ts';

const version = '0.1.8';
const name = 'cargo-http-registry';

/** A real registry of crates, to which the tests of the embedded one are put too: a minute of compiling, so only with `--all`. */
export const crateServer: Toolchain = {
  clients: [name],
  pins: [`${name}@${version}`],
  provide: async (options) => [await timed(() => provide(options))],
};

async function provide({ all }: Options): Promise<Verdict> {
  if (!all) return missing(name, 'built only with --all', { optional: true });
  const file = `bin/${name}`;
  const made = await provision({ name, pins: crateServer.pins, holds: [file], make: install });
  if ('why' in made) return missing(name, made.why);
  const path = join(made.folder, file);
  // It tells its version, and then counts that as a failure.
  const { said } = await run([path, '--version'], { timeoutMs: 20_000 });
  return said.includes(version)
    ? present(name, { state: 'provisioned', version, path })
    : missing(name, 'the one in the store does not work here');
}

/** With what its author locked. What cargo fetches and compiles stays out of the store, and out of the home folder. */
async function install(folder: string): Promise<string> {
  const cargo = await findCargo();
  if (cargo.state === 'missing') return cargo.why;
  const scratch = join(folder, 'scratch');
  const env = {
    ...process.env,
    ...cargo.env,
    CARGO_PROFILE_DEV_DEBUG: '0',
    CARGO_HOME: join(scratch, 'home'),
    CARGO_TARGET_DIR: join(scratch, 'target'),
  };
  const what = ['install', `${name}@${version}`, '--locked', '--debug', '--root', folder];
  const { ok, why } = await run([cargo.path, ...what], { env, timeoutMs: 600_000 });
  rmSync(scratch, { recursive: true, force: true });
  return ok ? '' : why;
}
