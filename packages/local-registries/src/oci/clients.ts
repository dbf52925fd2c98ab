import type { Address, ClientSetup } from '../protocol.ts';

/**
 * Plain HTTP is not what these clients expect of a registry: docker takes it from 127.0.0.1, all others by a flag. (`skopeo copy` calls it
 * `--src-tls-verify=false` and `--dest-tls-verify=false`.) buildah and podman need none for most commands, as a file names the host.
 */
export function clients({ url, token }: Address): Readonly<Record<string, ClientSetup>> {
  const { host } = new URL(url);
  const auth = Buffer.from(`local:${token}`).toString('base64');
  const credentials = `${JSON.stringify({ auths: { [host]: { auth } } }, null, 2)}\n`;
  const file = { 'config.json': credentials };
  const containers: ClientSetup = {
    env: {},
    args: ['--tls-verify=false'],
    files: [
      { variable: 'REGISTRY_AUTH_FILE', is: 'file', content: { 'auth.json': credentials } },
      {
        variable: 'CONTAINERS_REGISTRIES_CONF',
        is: 'file',
        content: { 'registries.conf': `[[registry]]\nlocation = ${JSON.stringify(host)}\ninsecure = true\n` },
      },
    ],
  };
  return {
    docker: { env: {}, args: [], files: { variable: 'DOCKER_CONFIG', is: 'folder', content: file } },
    skopeo: containers,
    buildah: containers,
    podman: containers,
    oras: { env: {}, args: ['--plain-http'], files: { variable: 'DOCKER_CONFIG', is: 'folder', content: file } },
    helm: { env: {}, args: ['--plain-http'], files: { variable: 'HELM_REGISTRY_CONFIG', is: 'file', content: file } },
  };
}
