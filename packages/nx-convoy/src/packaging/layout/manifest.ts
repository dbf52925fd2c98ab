import type { Descriptor, Layer, PlatformImage } from '../../model/image.ts';
import { listOf, objectOf, stringOf, textsOf, type JsonObject } from '../../text/json/narrow.ts';

/** Undefined where it is no descriptor of a blob that has a name here: others than SHA-256 are allowed, and nobody writes them. */
export function descriptorOf(value: unknown): Descriptor | undefined {
  const { mediaType, digest, size } = objectOf(value);
  if (typeof digest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
  return { mediaType: stringOf(mediaType) ?? '', digest, size };
}

export const descriptorsIn = (value: unknown): readonly Descriptor[] =>
  listOf(value).flatMap((entry) => descriptorOf(entry) ?? []);

/** Whether an entry of an index is told about another one: a proof of how it was built is no image. */
export const isAttestation = (entry: unknown): boolean => {
  const { annotations, platform } = objectOf(entry);
  return objectOf(annotations)['vnd.docker.reference.type'] !== undefined || objectOf(platform).os === 'unknown';
};

/** The image that a manifest and its configuration tell of. */
export function imageOf(
  manifest: Descriptor,
  config: Descriptor,
  told: { readonly manifest: JsonObject; readonly config: JsonObject },
): PlatformImage {
  const { config: settings, rootfs, history } = told.config;
  const diffIds = listOf(objectOf(rootfs).diff_ids);
  // Instructions that change no file stand in the history, and have no layer.
  const made = listOf(history)
    .map(objectOf)
    .filter(({ empty_layer: isEmpty }) => isEmpty !== true);
  const user = wordOf(objectOf(settings).User);
  return {
    platform: platformOf(told.config),
    manifest,
    config,
    layers: descriptorsIn(told.manifest.layers).map((layer, at): Layer => {
      const [diffId, created] = [wordOf(diffIds[at]), wordOf(made[at]?.created)];
      return { ...layer, ...(diffId === undefined ? {} : { diffId }), ...(created === undefined ? {} : { created }) };
    }),
    ...(user === undefined ? {} : { user }),
    labels: Object.fromEntries(textsOf(objectOf(settings).Labels)),
  };
}

const platformOf = ({ os, architecture, variant }: JsonObject): string =>
  [os, architecture, variant].flatMap((part) => wordOf(part) ?? []).join('/');

/** Some builders write an empty text where there is none. */
const wordOf = (value: unknown): string | undefined => (value === '' ? undefined : stringOf(value));
