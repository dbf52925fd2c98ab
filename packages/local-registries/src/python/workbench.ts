import { blake2b } from '@noble/hashes/blake2.js';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed } from '../archive/write-tar.ts';
import { startRegistries, type Options, type Registries } from '../start.ts';
import { wheelName, wheelOf, type Wheel } from './write-wheel.ts';

export type Name = 'python' | 'oidc';

/** Python registries with a client that sends exactly what a test tells it. Only tests use it. */
export function workbench() {
  const time = { now: Date.UTC(2026, 0, 2) };
  const clock = { now: () => time.now, wait: () => Promise.resolve() };
  const made: { close(): Promise<void> }[] = [];
  const folders: string[] = [];
  return {
    time,
    start: async (options: Partial<Options<Name>> = {}): Promise<Registries<Name>> => {
      const started = await startRegistries<Name>({ registries: ['python', 'oidc'], clock, ...options });
      made.push(started);
      return started;
    },
    folder: (): string => {
      const made = mkdtempSync(join(tmpdir(), 'python-'));
      folders.push(made);
      return made;
    },
    close: async (): Promise<void> => {
      await Promise.all(made.splice(0).map((one) => one.close()));
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const blakeOf = (bytes: Uint8Array): string => Buffer.from(blake2b(bytes, { dkLen: 32 })).toString('hex');

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export interface Upload {
  readonly fields?: Readonly<Record<string, string | null>>;
  readonly file?: Buffer;
  readonly filename?: string;
  readonly token?: string;
  readonly authorization?: string;
  /** Besides the file. */
  readonly parts?: Readonly<Record<string, Blob>>;
}

export const sdist = (name: string, version: string, more = ''): Buffer =>
  packed([
    {
      path: `${name}-${version}/PKG-INFO`,
      content: `Metadata-Version: 2.2\nName: ${name}\nVersion: ${version}\n${more}`,
    },
  ]);

export function post(at: Registries<Name>, wheel: Wheel, upload: Upload = {}): Promise<Response> {
  const {
    fields = {},
    file = wheelOf(wheel),
    filename = wheelName(wheel),
    token = at.python.token,
    parts = {},
  } = upload;
  const form = new FormData();
  const all: Readonly<Record<string, string | null>> = {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.4',
    name: wheel.name,
    version: wheel.version,
    filetype: filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist',
    pyversion: filename.endsWith('.whl') ? 'py3' : 'source',
    sha256_digest: sha256(file),
    ...fields,
  };
  for (const [name, value] of Object.entries(all)) if (value !== null) form.append(name, value);
  for (const [name, part] of Object.entries(parts)) form.append(name, part, 'f');
  if (filename !== '') form.append('content', new Blob([file], { type: 'application/octet-stream' }), filename);
  const authorization = upload.authorization ?? `Basic ${Buffer.from(`__token__:${token}`).toString('base64')}`;
  return fetch(`${at.python.url}/legacy/`, { method: 'POST', headers: { authorization }, body: form });
}

/** As twine shows it: what stands beside the status. */
export const said = ({ status, statusText }: Response): string => `${status} ${statusText}`;
export const get = (at: Registries<Name>, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${at.python.url}${path}`, { headers, redirect: 'manual' });
export const asJson = { accept: 'application/vnd.pypi.simple.v1+json' };
export interface Listing {
  readonly versions: readonly string[];
  readonly files: readonly (Record<string, unknown> & { readonly filename: string; readonly url: string })[];
}
export const listing = async (at: Registries<Name>, name: string): Promise<Listing> =>
  (await (await get(at, `/simple/${name}/`, asJson)).json()) as Listing;
export const manage = (at: Registries<Name>, what: string, body: object): Promise<Response> =>
  fetch(`${at.admin.url}/python/${what}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${at.admin.token}` },
    body: JSON.stringify(body),
  });

export const rope: Wheel = { name: 'quay-rope', version: '1.0' };
