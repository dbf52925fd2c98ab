import { at, listOf, plain, textOf, type Plain } from '../reading.ts';
import { digestOf, type Digest } from './grammar.ts';
import { Problem, problem, type Complaint } from './problem.ts';

/** What is known of a manifest without reading it again. */
export interface Summary {
  readonly mediaType: string;
  /** The manifest that this one is about. */
  readonly subject?: string;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly summary: Summary;
  /** What must be there before it. */
  readonly needs: readonly Descriptor[];
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Plain;
}

const oci = 'application/vnd.oci.image';
const docker = 'application/vnd.docker.distribution';

export const indexType = `${oci}.index.v1+json`;

const images: ReadonlySet<string> = new Set([`${oci}.manifest.v1+json`, `${docker}.manifest.v2+json`]);
const indexes: ReadonlySet<string> = new Set([indexType, `${docker}.manifest.list.v2+json`]);

/** The specification asks for 4 MB; a list of some ten thousand parts is larger. */
export const mostManifest = 8 * 1024 * 1024;

export const manifestTypes: readonly string[] = [...images, ...indexes];
export const isIndex = (mediaType: string): boolean => indexes.has(mediaType);
export const isManifestType = (mediaType: string): boolean => manifestTypes.includes(mediaType);

/** Reads what a client pushed as a manifest, and says all that is wrong with it. */
export function readManifest(bytes: Buffer, contentType: string | undefined): Manifest {
  const value = parse(bytes);
  const told = textOf(at(value, 'mediaType'));
  const given = contentType?.split(';')[0]?.trim().toLowerCase();
  const mediaType =
    given === undefined || given === '' || given === 'application/json' ? (told ?? guessed(value)) : given;
  if (!isManifestType(mediaType)) throw invalid(`manifests of the type ${mediaType} are not taken`, { mediaType });
  if (told !== undefined && told !== mediaType) {
    throw invalid('the mediaType of the manifest is another one than its Content-Type', {
      mediaType: told,
      contentType: mediaType,
    });
  }
  if (at(value, 'schemaVersion') !== 2) throw invalid('schemaVersion is not 2');
  const wrong: Complaint[] = [];
  const read = (data: unknown, where: string): Descriptor | undefined => {
    const descriptor = descriptorOf(plain(data));
    if (descriptor === undefined)
      wrong.push({ code: 'MANIFEST_INVALID', message: `${where} is no descriptor`, detail: where });
    return descriptor;
  };
  const list = (field: string): readonly (Descriptor | undefined)[] => {
    // Go writes an empty list as null.
    const items = listOf(at(value, field) === null ? [] : at(value, field));
    if (items === undefined) wrong.push({ code: 'MANIFEST_INVALID', message: `${field} is no list` });
    return (items ?? []).map((one, index) => read(one, `${field}[${index}]`));
  };
  const config = isIndex(mediaType) ? undefined : read(at(value, 'config'), 'config');
  const parts = list(isIndex(mediaType) ? 'manifests' : 'layers');
  const about = at(value, 'subject');
  const subject = about === undefined || about === null ? undefined : read(about, 'subject');
  if (wrong.length > 0) throw new Problem(400, wrong);
  const annotations = textsByName(at(value, 'annotations'));
  const artifactType = textOf(at(value, 'artifactType')) ?? '';
  const kind = artifactType === '' ? config?.mediaType : artifactType;
  return {
    needs: [config, ...parts].filter((one) => one !== undefined).filter(isDistributed),
    summary: {
      mediaType,
      ...(subject === undefined ? {} : { subject: subject.digest.text }),
      ...(kind === undefined ? {} : { artifactType: kind }),
      // They are only ever shown in lists of referrers.
      ...(subject === undefined || annotations === undefined ? {} : { annotations }),
    },
  };
}

/** The type of a manifest that somebody else wrote; `undefined` where it is none. */
export function mediaTypeOf(bytes: Buffer): string | undefined {
  try {
    const value = parse(bytes);
    const isOne = Object.hasOwn(value, 'manifests') || Object.hasOwn(value, 'layers');
    const mediaType = textOf(at(value, 'mediaType')) ?? guessed(value);
    return isOne && isManifestType(mediaType) ? mediaType : undefined;
  } catch {
    return undefined;
  }
}

function parse(bytes: Buffer): Plain {
  try {
    const value = plain(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown);
    if (value !== undefined) return value;
  } catch {
    // Said below.
  }
  throw invalid('the manifest is no JSON object');
}

/** Manifests of OCI need not say what they are. */
const guessed = (value: Plain): string => (Object.hasOwn(value, 'manifests') ? indexType : `${oci}.manifest.v1+json`);

export function descriptorOf(data: Plain | undefined): Descriptor | undefined {
  const mediaType = textOf(at(data, 'mediaType'));
  const digest = digestOf(textOf(at(data, 'digest')));
  const size = at(data, 'size');
  if (mediaType === undefined || digest === undefined || typeof size !== 'number') return undefined;
  const platform = plain(at(data, 'platform'));
  if (!Number.isSafeInteger(size) || size < 0) return undefined;
  return { mediaType, digest, size, ...(platform === undefined ? {} : { platform }) };
}

/** Layers whose licence forbids to push them lie elsewhere. */
const isDistributed = ({ mediaType }: Descriptor): boolean =>
  !/^application\/vnd\.(oci\.image\.layer\.nondistributable\.|docker\.image\.rootfs\.foreign\.)/.test(mediaType);

function textsByName(value: unknown): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(plain(value) ?? {}).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const invalid = (message: string, detail?: unknown): Problem => problem(400, 'MANIFEST_INVALID', message, detail);
