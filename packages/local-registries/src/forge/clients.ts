import type { Address, ClientSetup } from '../protocol.ts';

/** Tools that read the variables of Actions find the forge by them; octokit takes an address, gh a socket or a certificate. */
export function clients({ url, token }: Address): Readonly<Record<string, ClientSetup>> {
  const github = {
    GITHUB_API_URL: url,
    GITHUB_SERVER_URL: url,
    GITHUB_GRAPHQL_URL: `${url}/graphql`,
    GITHUB_TOKEN: token,
  };
  return { octokit: { env: github, args: [] } };
}
