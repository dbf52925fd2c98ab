import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packed } from '../../packages/local-registries/src/archive/write-tar.ts';

interface Filling {
  readonly url: string;
  readonly token: string;
  readonly work: string;
  readonly count: number;
}

/** Puts all packages of a workspace into a registry by the plainest request, a few at a time. */
export async function fillNpm({ url, token, work, count }: Filling): Promise<void> {
  const left = Array.from({ length: count }, (_, at) => at);
  const fill = async (): Promise<void> => {
    for (let at = left.shift(); at !== undefined; at = left.shift()) {
      const { name, body } = bodyOf(readFileSync(join(work, `u${at}/package.json`), 'utf8'), url);
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const { status } = await fetch(`${url}/${name}`.replace(/([^:])\/\//, '$1/'), { method: 'PUT', headers, body });
      if (status >= 300) throw new Error(`${name} was refused: ${status}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, fill));
}

function bodyOf(manifest: string, url: string): { readonly name: string; readonly body: string } {
  const { name, version } = JSON.parse(manifest) as { readonly name: string; readonly version: string };
  const tgz = packed([{ path: 'package/package.json', content: manifest }]);
  const digest = (algorithm: string) => createHash(algorithm).update(tgz);
  const file = `${name}-${version}.tgz`;
  const dist = {
    shasum: digest('sha1').digest('hex'),
    integrity: `sha512-${digest('sha512').digest('base64')}`,
    tarball: `${url}/${name}/-/${file}`,
  };
  const body = {
    ...{ _id: name, name, 'dist-tags': { latest: version } },
    versions: { [version]: { ...(JSON.parse(manifest) as object), dist } },
    _attachments: {
      [file]: { content_type: 'application/octet-stream', data: tgz.toString('base64'), length: tgz.length },
    },
  };
  return { name, body: JSON.stringify(body) };
}
