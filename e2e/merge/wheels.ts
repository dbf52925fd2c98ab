import { createHash } from 'node:crypto';
import { pack } from '../../packages/nx-convoy/src/packaging/archive/pack.ts';

/** The smallest wheel that is one, for a machine that is not here: nobody built it, and nobody can load it. */
export function wheel(tags: string, binary: Uint8Array | undefined, version = '1.0.0'): readonly [string, Uint8Array] {
  const info = `sail-${version}.dist-info`;
  const windows = tags.includes('win');
  const [python = '', abi = '', platforms = ''] = tags.split('-');
  const pairs = python
    .split('.')
    .flatMap((one) =>
      abi.split('.').flatMap((other) => platforms.split('.').map((place) => `${one}-${other}-${place}`)),
    );
  const files: Readonly<Record<string, Uint8Array>> = {
    'sail/__init__.py': Buffer.from(''),
    ...(binary === undefined ? {} : { [windows ? 'sail/native.pyd' : 'sail/native.so']: binary }),
    [`${info}/METADATA`]: Buffer.from(`Metadata-Version: 2.1\nName: sail\nVersion: ${version}\n`),
    [`${info}/WHEEL`]: Buffer.from(
      `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\n${pairs.map((tag) => `Tag: ${tag}\n`).join('')}`,
    ),
  };
  const record = Object.entries(files).map(
    ([path, bytes]) => `${path},sha256=${createHash('sha256').update(bytes).digest('base64url')},${bytes.length}\n`,
  );
  return archive(`sail-${version}-${tags}.whl`, 'zip', {
    ...files,
    [`${info}/RECORD`]: Buffer.from(`${record.join('')}${info}/RECORD,,\n`),
  });
}

export const sdist = (version = '1.0.0'): readonly [string, Uint8Array] =>
  archive(`sail-${version}.tar.gz`, 'tar.gz', {
    [`sail-${version}/PKG-INFO`]: Buffer.from(`Metadata-Version: 2.1\nName: sail\nVersion: ${version}\n`),
  });

function archive(
  name: string,
  by: 'zip' | 'tar.gz',
  files: Readonly<Record<string, Uint8Array>>,
): readonly [string, Uint8Array] {
  const members = Object.entries(files).map(([path, bytes]) => ({ path, bytes }));
  const packed = pack(name, by, members, { epoch: 1_767_225_600 });
  if (!packed.ok) throw new Error(packed.problems[0]?.what);
  return [name, packed.value];
}
