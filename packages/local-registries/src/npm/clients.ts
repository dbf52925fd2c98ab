import type { Address, ClientSetup } from '../protocol.ts';

/** npm and pnpm read one file; yarn and bun have variables. A token never goes into arguments, which every process can read. */
export function clients({ url, token }: Address): Readonly<Record<string, ClientSetup>> {
  const registry = `${url}/`;
  const npmrc = `registry=${registry}\n${registry.replace(/^http:/, '')}:_authToken=${token}\n`;
  const npm: ClientSetup = {
    env: { npm_config_registry: registry },
    args: ['--registry', registry],
    files: { variable: 'npm_config_userconfig', is: 'file', content: { '.npmrc': npmrc } },
  };
  return {
    npm,
    pnpm: npm,
    yarn: {
      env: {
        YARN_NPM_REGISTRY_SERVER: url,
        YARN_NPM_AUTH_TOKEN: token,
        YARN_UNSAFE_HTTP_WHITELIST: new URL(url).hostname,
      },
      args: [],
    },
    bun: { env: { BUN_CONFIG_REGISTRY: registry, BUN_CONFIG_TOKEN: token }, args: ['--registry', registry] },
  };
}
