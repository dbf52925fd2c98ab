import { blobFile, described, digestOf, types } from '../../packages/nx-convoy/src/packaging/layout/names.ts';
import type { Files } from './handed.ts';

const bytes = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

interface Told {
  readonly version: string;
  readonly commit: string;
}

/** An image for one processor, as a builder leaves it: an empty layer but for a name. */
export function layout(name: string, architecture: string, { version, commit }: Told): Files {
  const layer = tarOf(`for ${architecture}`);
  const config = bytes({
    ...{ architecture, os: 'linux' },
    config: {
      User: '65532',
      Labels: {
        'org.opencontainers.image.version': version,
        'org.opencontainers.image.revision': commit,
        'org.opencontainers.image.source': 'https://forge.example/acme/fleet',
        'org.opencontainers.image.created': '2026-01-01T00:00:00Z',
        'org.opencontainers.image.title': 'api',
      },
    },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
    history: [{ created: '2026-01-01T00:00:00Z' }],
  });
  const manifest = bytes({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: described(types.config, config),
    layers: [described(types.layer, layer)],
  });
  const top = { schemaVersion: 2, manifests: [described(types.manifest, manifest)] };
  return Object.fromEntries(
    [
      ...[layer, config, manifest].map((blob) => [blobFile(digestOf(blob)), blob] as const),
      ['index.json', bytes(top)] as const,
      ['oci-layout', bytes({ imageLayoutVersion: '1.0.0' })] as const,
    ].map(([path, blob]) => [`${name}/${path}`, blob]),
  );
}

/** One file called so, with nothing in it. */
function tarOf(name: string): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('00000000000\0', 124);
  header.write('00000000000\0', 136);
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('        ', 148);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, Buffer.alloc(1024)]);
}
