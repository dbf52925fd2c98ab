import { resolve } from 'node:path/posix';
import type { Carrier, Delivering } from '../../model/delivering.ts';
import { chosenClient } from '../chosen-client.ts';
import { heard } from '../client-words.ts';
import { pushWords } from '../image-registry.ts';

/**
 * By `skopeo copy`, where somebody wants that; else by our own requests. All platforms, and under the digest that was recorded: skopeo would
 * otherwise write manifests anew where it likes another kind better. It is let in by what `skopeo login` or `docker login` have left.
 */
export function carryImage(asked: Delivering): Carrier | undefined {
  const { unit, released, artifact, config, root, timeoutMs } = asked;
  if (chosenClient(config, unit.id, ['skopeo']) === undefined) return undefined;
  const { host, protocol } = new URL(released.registry.url);
  // It knows Docker Hub by another name than that of its registry.
  const place = host === 'registry-1.docker.io' ? 'docker.io' : host;
  const argv = [
    ...['skopeo', 'copy', '--all', '--preserve-digests', '--quiet'],
    ...(protocol === 'http:' ? ['--dest-tls-verify=false'] : []),
    `oci:${resolve(root, artifact.path)}`,
    `docker://${place}/${released.name}:${released.version}`,
  ];
  return {
    steps: [{ do: 'run', argv, cwd: '.', timeoutMs }],
    hear: (end) => heard(end, { client: 'skopeo', released, artifact, ...pushWords }),
  };
}
