import type { Addressed } from '../model/ecosystem.ts';
import { fail, ok, type Result } from '../model/problem.ts';

/** Docker Hub under the name that its registry answers to. */
export const hub = 'https://registry-1.docker.io';

const hubNames = /^(?:(?:index|registry-1|registry\.hub|hub)\.)?docker\.(?:io|com)$/;
/** As docker and buildah have it: TLS everywhere but on this very machine. */
const isHere = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;

/**
 * `ghcr.io`, `docker.io/acme`, `oci://ghcr.io/acme/charts`, `http://127.0.0.1:5000`: a host, perhaps with the beginning of the names
 * there.
 */
export function inImageRegistry(word: string, name: string): Result<Addressed> {
  const [, scheme, host = '', path = ''] = /^(?:([a-z+]+):\/\/)?(?:[^/@]*@)?([^/]*)\/*(.*?)\/*$/.exec(word) ?? [];
  if (!/^(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/i.test(host) || !['oci', 'http', 'https', undefined].includes(scheme))
    return fail({
      code: 'REGISTRY_UNDESCRIBED',
      severity: 'warning',
      what: `"${word}" is no address of a registry of images.`,
      fix: 'Write a host, and where it has them the beginning of the names: ghcr.io/acme.',
    });
  const isPlain = scheme === 'http' || (scheme !== 'https' && isHere.test(host));
  const url = hubNames.test(host) ? hub : `${isPlain ? 'http' : 'https'}://${host}`;
  return ok({ registry: { protocol: 'oci', url }, name: path === '' ? name : `${path}/${name}` });
}

/** How clients of such registries say what they were answered: the errors of the specification, whichever client it is. */
export const pushWords = {
  status: /(?:status(?: code)?:? |response status code |\()(\d{3})\b/i,
  exists: /immutab|already exists|cannot be overwritten/i,
  before: /no such file|initializing source|unsupported|parsing reference|no such host|connection refused|x509/i,
} as const;
