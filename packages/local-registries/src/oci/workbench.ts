import { createHash } from 'node:crypto';
import { startRegistries, type Options, type Registries } from '../start.ts';

/** A registry with a client that sends exactly what a test tells it. Only tests use it. */
export interface Workbench {
  readonly registries: Registries<'oci'>;
  ask(method: string, path: string, sent?: Sent): Promise<Said>;
  /** Pushes bytes at once, and tells their digest. */
  blob(name: string, content: string | Uint8Array, algorithm?: string): Promise<string>;
  /** Pushes an image with these layers, which must be there. */
  image(name: string, reference: string, more?: object, layers?: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

export interface Sent {
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** The registry's own, unless told; nobody where empty. */
  readonly authorization?: string;
}

export interface Said {
  /** Status and codes: `404 BLOB_UNKNOWN`. */
  readonly short: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export const imageType = 'application/vnd.oci.image.manifest.v1+json';
export const indexType = 'application/vnd.oci.image.index.v1+json';
export const layerType = 'application/vnd.oci.image.layer.v1.tar';
export const configType = 'application/vnd.oci.image.config.v1+json';

export const digestOf = (content: string | Uint8Array, algorithm = 'sha256'): string =>
  `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;

export const descriptor = (mediaType: string, content: string) => ({
  mediaType,
  digest: digestOf(content),
  size: Buffer.byteLength(content),
});

export async function workbench(options: Options<'oci'> = {}): Promise<Workbench> {
  const registries = await startRegistries({ ...options, registries: ['oci'] });
  const { url, token } = registries.oci;
  const ask: Workbench['ask'] = async (
    method,
    path,
    { body, headers = {}, authorization = `Bearer ${token}` } = {},
  ) => {
    const answer = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      headers: { ...headers, ...(authorization === '' ? {} : { authorization }) },
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
    });
    const text = await answer.text();
    const codes = [...text.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code]) => code);
    return {
      short: [answer.status, ...new Set(codes)].join(' '),
      status: answer.status,
      headers: answer.headers,
      text,
    };
  };
  const blob: Workbench['blob'] = async (name, content, algorithm) => {
    const digest = digestOf(content, algorithm);
    const { short } = await ask('POST', `/v2/${name}/blobs/uploads/?digest=${digest}`, { body: content });
    if (short !== '201') throw new Error(short);
    return digest;
  };
  return {
    registries,
    ask,
    blob,
    async image(name, reference, more = {}, layers = []) {
      await blob(name, '{}');
      const body = JSON.stringify({
        schemaVersion: 2,
        mediaType: imageType,
        config: descriptor(configType, '{}'),
        layers: layers.map((content) => descriptor(layerType, content)),
        ...more,
      });
      const { short } = await ask('PUT', `/v2/${name}/manifests/${reference}`, {
        body,
        headers: { 'content-type': imageType },
      });
      if (short !== '201') throw new Error(short);
      return digestOf(body);
    },
    close: () => registries.close(),
  };
}
