import type { Address, ClientSetup } from '../protocol.ts';

/**
 * Octokit takes an address; tools that read the variables of Actions find it there. `gh` speaks to github.com over TLS or through a
 * socket in the clear, so it is given the socket: its own configuration is left alone.
 */
export function clients({ url, token, socket }: Address): Readonly<Record<string, ClientSetup>> {
  const github = {
    GITHUB_API_URL: url,
    GITHUB_SERVER_URL: url,
    GITHUB_GRAPHQL_URL: `${url}/graphql`,
    GITHUB_TOKEN: token,
  };
  const octokit: ClientSetup = { env: github, args: [] };
  if (socket === undefined) return { octokit };
  const config = `http_unix_socket: ${JSON.stringify(socket)}\nprompt: disabled\n`;
  const quiet = { GH_NO_UPDATE_NOTIFIER: '1', GH_PROMPT_DISABLED: '1' };
  const files = { variable: 'GH_CONFIG_DIR', is: 'folder', content: { 'config.yml': config } } as const;
  return { octokit, gh: { env: { GH_TOKEN: token, GH_HOST: 'github.com', ...quiet }, args: [], files } };
}
