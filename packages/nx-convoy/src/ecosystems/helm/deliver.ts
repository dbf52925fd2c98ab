import { resolve } from 'node:path/posix';
import type { Carrier, Delivering } from '../../model/delivering.ts';
import { chosenClient } from '../chosen-client.ts';
import { heard } from '../client-words.ts';
import { pushWords } from '../image-registry.ts';

/**
 * By `helm push`, where somebody wants that; else by our own requests, as for every classic repository, which helm cannot upload to. helm takes
 * no password from a variable: it is let in by what `helm registry login` or `docker login` have left.
 */
export function carryChart(asked: Delivering): Carrier | undefined {
  const { unit, released, artifact, config, root, timeoutMs } = asked;
  const { protocol, url } = released.registry;
  if (protocol !== 'oci' || chosenClient(config, unit.id, ['helm']) === undefined) return undefined;
  const { host, protocol: scheme } = new URL(url);
  const place = [host, ...released.name.split('/').slice(0, -1)].join('/');
  const plain = scheme === 'http:' ? ['--plain-http'] : [];
  const argv = ['helm', 'push', resolve(root, artifact.path), `oci://${place}`, ...plain];
  return {
    steps: [{ do: 'run', argv, cwd: '.', timeoutMs }],
    hear: (end) => heard(end, { client: 'helm', released, artifact, ...pushWords }),
  };
}
