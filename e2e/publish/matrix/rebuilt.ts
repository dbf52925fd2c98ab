import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What somebody else built of the same sources: other bytes, and the same in all that counts. */
export interface Rebuilt {
  /** A folder that registries can serve from. */
  readonly packages: string;
  readonly shas: readonly string[];
}

/** @param oci the repository of each unit, where an OCI registry has it */
export function rebuild(made: string, packages: string, oci: (unit: string) => string | undefined): Rebuilt {
  const shas = manifestsIn(made).map(({ folder, unit, files }) => {
    const repository = oci(unit);
    const layout = files.find((name) => name.endsWith('index.json'));
    if (repository !== undefined && layout !== undefined)
      return [image(dirname(join(folder, layout)), join(packages, repository))];
    return files.map((name) => {
      const bytes = recoded(name, readFileSync(join(folder, name)));
      if (repository === undefined) put(join(packages, basename(name)), bytes);
      else chart(name, bytes, join(packages, repository));
      return sha256(bytes);
    });
  });
  return { packages, shas: shas.flat() };
}

interface Made {
  readonly folder: string;
  readonly unit: string;
  readonly files: readonly string[];
}

function manifestsIn(folder: string): readonly Made[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => basename(path) === 'manifest.json' && !path.startsWith('.cache'))
    .map((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      const { unit, files } = JSON.parse(text) as { unit: string; files: readonly { readonly name: string }[] };
      return { folder: dirname(join(folder, path)), unit, files: files.map(({ name }) => name) };
    });
}

/** A gzip says which system made it, and a zip may end with a remark: no reader cares for either. */
function recoded(name: string, bytes: Buffer): Buffer {
  if (!name.endsWith('.whl')) {
    const other = Buffer.from(bytes);
    other[9] = other[9] === 7 ? 3 : 7;
    return other;
  }
  const other = Buffer.concat([bytes, Buffer.from('!')]);
  other.writeUInt16LE(1, bytes.length - 2);
  return other;
}

/** The same layers and settings, made at another time. */
function image(from: string, to: string): string {
  const blob = (digest: string): Buffer => readFileSync(join(from, 'blobs/sha256', digest.replace('sha256:', '')));
  const index = JSON.parse(readFileSync(join(from, 'index.json'), 'utf8')) as { manifests: Descriptor[] };
  const remade = ({ digest, ...more }: Descriptor): Descriptor => {
    const manifest = JSON.parse(blob(digest).toString()) as Manifest;
    if (manifest.manifests !== undefined)
      return { ...more, ...keep(to, json({ ...manifest, manifests: manifest.manifests.map(remade) })) };
    for (const layer of manifest.layers) keep(to, blob(layer.digest));
    const config = JSON.parse(blob(manifest.config.digest).toString()) as object;
    const other = keep(to, json({ ...config, created: '2001-01-01T00:00:00Z' }));
    return { ...more, ...keep(to, json({ ...manifest, config: { ...manifest.config, ...other } })) };
  };
  const manifests = index.manifests.map(remade);
  layOut(to, manifests);
  return manifests[0]?.digest.replace('sha256:', '') ?? '';
}

function chart(name: string, bytes: Buffer, to: string): void {
  const [, title = '', version = ''] = /^(.+)-(\d.*)\.tgz$/.exec(name) ?? [];
  const type = 'application/vnd.cncf.helm';
  const manifest = json({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: `${type}.config.v1+json`, ...keep(to, json({ name: title, version, apiVersion: 'v2' })) },
    layers: [{ mediaType: `${type}.chart.content.v1.tar+gzip`, ...keep(to, bytes) }],
  });
  layOut(to, [{ mediaType: manifestType, ...keep(to, manifest) }]);
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

interface Manifest {
  readonly manifests?: readonly Descriptor[];
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

function layOut(to: string, manifests: readonly Descriptor[]): void {
  put(join(to, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  const annotations = { 'org.opencontainers.image.ref.name': '1.0.0' };
  put(join(to, 'index.json'), json({ schemaVersion: 2, manifests: manifests.map((one) => ({ ...one, annotations })) }));
}

function keep(to: string, bytes: Buffer): Pick<Descriptor, 'digest' | 'size'> {
  const hex = sha256(bytes);
  put(join(to, 'blobs/sha256', hex), bytes);
  return { digest: `sha256:${hex}`, size: bytes.length };
}

function put(file: string, bytes: Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
