import type { Address, ClientSetup } from '../protocol.ts';

/**
 * Cargo's variables cannot replace a source, so what stands for crates.io needs its configuration file or arguments. A manifest that
 * names no registry then finds its dependencies here, while its lock file still names crates.io. Publishing needs `--registry local`.
 */
export function clients({ url, token }: Address): Readonly<Record<string, ClientSetup>> {
  const index = `sparse+${url}/index/`;
  const settings = [
    ['source.crates-io.replace-with', 'local'],
    ['source.local.registry', index],
    ['registries.local.index', index],
  ] as const;
  const lines = settings.map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return {
    cargo: {
      env: { CARGO_REGISTRIES_LOCAL_INDEX: index, CARGO_REGISTRIES_LOCAL_TOKEN: token },
      args: lines.flatMap((line) => ['--config', line]),
      files: {
        variable: 'CARGO_HOME',
        is: 'folder',
        content: { 'config.toml': `${lines.join('\n')}\nregistry.global-credential-providers = ["cargo:token"]\n` },
      },
    },
  };
}
