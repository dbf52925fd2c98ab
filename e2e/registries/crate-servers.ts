import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startRegistries } from '../../packages/local-registries/src/index.ts';
import { freePort, startForeign } from './foreign.ts';

/** A registry that the same tests run against, whoever made it; cargo knows it as `local`, and in the place of crates.io. */
export interface Server {
  /** What points cargo at it. */
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export async function ours(folder: string): Promise<Server> {
  const registries = await startRegistries({ registries: ['crates'] });
  const { env } = await registries.setUp(folder);
  return { env, close: () => registries.close() };
}

/**
 * It publishes and serves; it does not yank, search, or ask who somebody is (cargo wants a token all the same). Its index is a git
 * repository of plain files, which only git itself can read, not the library inside of cargo.
 */
export async function cargoHttpRegistry(path: string, git: string, folder: string): Promise<Server> {
  const host = `127.0.0.1:${await freePort()}`;
  const home = join(folder, 'cargo');
  mkdirSync(home, { recursive: true });
  const { close } = await startForeign([path, '--addr', host, join(folder, 'registry')], {
    answersAt: `http://${host}/git/HEAD`,
    cwd: folder,
    env: { PATH: `${dirname(git)}:${process.env.PATH ?? ''}` },
  });
  const index = JSON.stringify(`http://${host}/git`);
  const lines = [
    `source.crates-io.replace-with = "local"`,
    `source.local.registry = ${index}`,
    `registries.local.index = ${index}`,
    'net.git-fetch-with-cli = true',
    'registry.global-credential-providers = ["cargo:token"]',
  ];
  writeFileSync(join(home, 'config.toml'), `${lines.join('\n')}\n`);
  return { env: { CARGO_HOME: home, CARGO_REGISTRIES_LOCAL_TOKEN: 'anything' }, close };
}
