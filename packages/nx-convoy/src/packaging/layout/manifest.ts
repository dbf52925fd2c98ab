import type { Descriptor, Layer, PlatformImage } from '../../model/image.ts';
import { listOf, mapOf, stringOf } from '../../text/yaml/read.ts';

type Map = Readonly<Record<string, unknown>>;

/** The object that JSON holds; undefined where it holds none. */
export function objectIn(bytes: Uint8Array | undefined): Map | undefined {
  if (bytes === undefined) return undefined;
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Map) : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where it is no descriptor of a blob that has a name here: others than SHA-256 are allowed, and nobody writes them. */
export function descriptorOf(value: unknown): Descriptor | undefined {
  const { mediaType, digest, size } = mapOf(value);
  if (typeof digest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
  return { mediaType: stringOf(mediaType) ?? '', digest, size };
}

export const descriptorsIn = (value: unknown): readonly Descriptor[] =>
  listOf(value).flatMap((entry) => descriptorOf(entry) ?? []);

/** Whether an entry of an index is told about another one: a proof of how it was built is no image. */
export const isAttestation = (entry: unknown): boolean => {
  const { annotations, platform } = mapOf(entry);
  return mapOf(annotations)['vnd.docker.reference.type'] !== undefined || mapOf(platform).os === 'unknown';
};

/** The image that a manifest and its configuration tell of. */
export function imageOf(manifest: Descriptor, config: Descriptor, told: { manifest: Map; config: Map }): PlatformImage {
  const { config: settings, rootfs, history } = told.config;
  const diffIds = listOf(mapOf(rootfs).diff_ids);
  // Instructions that change no file stand in the history, and have no layer.
  const made = listOf(history)
    .map(mapOf)
    .filter(({ empty_layer: isEmpty }) => isEmpty !== true);
  const user = stringOf(mapOf(settings).User);
  return {
    platform: platformOf(told.config),
    manifest,
    config,
    layers: descriptorsIn(told.manifest.layers).map((layer, at): Layer => {
      const [diffId, created] = [stringOf(diffIds[at]), stringOf(made[at]?.created)];
      return { ...layer, ...(diffId === undefined ? {} : { diffId }), ...(created === undefined ? {} : { created }) };
    }),
    ...(user === undefined ? {} : { user }),
    labels: Object.fromEntries(
      Object.entries(mapOf(mapOf(settings).Labels)).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
  };
}

const platformOf = ({ os, architecture, variant }: Map): string =>
  [os, architecture, variant].flatMap((part) => stringOf(part) ?? []).join('/');
