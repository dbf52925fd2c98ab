import type { Address, ClientSetup } from '../protocol.ts';

/** As `helm repo add local` would write it: `helm pull local/app`, `helm repo update`. */
export function clients({ url, token }: Address): Readonly<Record<string, ClientSetup>> {
  const repository = { name: 'local', url, username: 'local', password: token };
  const lines = Object.entries(repository).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const content = `apiVersion: ""\ngenerated: "0001-01-01T00:00:00Z"\nrepositories:\n  - ${lines.join('\n    ')}\n`;
  return {
    helm: {
      env: {},
      args: [],
      files: { variable: 'HELM_REPOSITORY_CONFIG', is: 'file', content: { 'repositories.yaml': content } },
    },
  };
}
