import { ok, type Result } from '../../model/problem.ts';
import type { Parcel } from '../../model/registry.ts';
import { mapOf, readYaml } from '../../text/yaml/read.ts';
import { annotationsOf, chartJson } from './chart-words.ts';
import { bytesBlob, fileBlob, unsendable, type Consignment, type Manifest } from './consignment.ts';
import { digestOf, partsOf } from './digest.ts';

export const chartTypes = {
  config: 'application/vnd.cncf.helm.config.v1+json',
  content: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  provenance: 'application/vnd.cncf.helm.chart.provenance.v1.prov',
} as const;

/** A chart's archive, as it is known to whoever made it. */
export interface Archive {
  /** Of its Chart.yaml. */
  readonly chart: string;
  readonly digest: string;
  readonly size: number;
  /** The signature that lies beside it. */
  readonly provenance?: Uint8Array;
}

export interface ChartManifest extends Manifest {
  readonly config: Uint8Array;
}

/**
 * The manifest that `helm push` writes, field by field, but for `org.opencontainers.image.created`: helm takes that from the file's time, so
 * that the same archive gets another digest on each machine. Without it, the archive alone decides, and the digest is known before anything
 * is sent. Undefined where Chart.yaml cannot be read.
 */
export function chartManifest({ chart, digest, size, provenance }: Archive): ChartManifest | undefined {
  const yaml = readYaml(chart, 'Chart.yaml');
  if (!yaml.ok) return undefined;
  const about = mapOf(yaml.value.data);
  const config = bytesOf(chartJson(about));
  const layers = [
    { mediaType: chartTypes.content, digest, size },
    ...(provenance === undefined
      ? []
      : [{ mediaType: chartTypes.provenance, digest: digestOf(provenance), size: provenance.length }]),
  ].sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const bytes = bytesOf(
    JSON.stringify({
      schemaVersion: 2,
      config: { mediaType: chartTypes.config, digest: digestOf(config), size: config.length },
      layers,
      annotations: annotationsOf(about),
    }),
  );
  return { digest: digestOf(bytes), mediaType: 'application/vnd.oci.image.manifest.v1+json', bytes, config };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A chart as it is sent: its archive goes through as the file that it is. */
export function readChart(parcel: Parcel): Result<Consignment> {
  const { artifact, path } = parcel;
  const name = parcel.released.name.split('/').at(-1) ?? '';
  const chart = parcel.read(`${name}/Chart.yaml`);
  if (chart === undefined) return unsendable(parcel, `it holds no ${name}/Chart.yaml`);
  const provenance = parcel.beside?.('.prov');
  // The archive's own digest stands first; that of the manifest, which is known beforehand, may stand behind it.
  const digest = artifact.digests.find((one) => partsOf(one)?.algorithm === 'sha256');
  if (digest === undefined) return unsendable(parcel, 'its SHA-256 was not recorded');
  const manifest = chartManifest({
    chart: new TextDecoder().decode(chart),
    digest,
    size: artifact.size,
    ...(provenance === undefined ? {} : { provenance }),
  });
  if (manifest === undefined) return unsendable(parcel, 'its Chart.yaml cannot be read');
  const { config, ...top } = manifest;
  return ok({
    blobs: [
      bytesBlob(digestOf(config), config),
      ...(provenance === undefined ? [] : [bytesBlob(digestOf(provenance), provenance)]),
      fileBlob(digest, artifact.size, path),
    ],
    manifests: [],
    top,
  });
}
