import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed, type Written } from '../archive/write-tar.ts';
import { startRegistries, type Options, type Registries } from '../start.ts';

/** Crate registries with a client that sends exactly what a test tells it. Only tests use it. */
export function workbench() {
  const time = { now: Date.UTC(2026, 0, 2) };
  const clock = { now: () => time.now, wait: () => Promise.resolve() };
  const made: Registries[] = [];
  const folders: string[] = [];
  return {
    time,
    folder: (): string => {
      const made = mkdtempSync(join(tmpdir(), 'crates-'));
      folders.push(made);
      return made;
    },
    start: async (options: Options = {}): Promise<Registries> => {
      const started = await startRegistries({ registries: ['crates'], clock, ...options });
      made.push(started);
      return started;
    },
    close: async (): Promise<void> => {
      await Promise.all(made.splice(0).map((one) => one.close()));
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Upload {
  readonly json?: object | string;
  readonly files?: readonly Written[];
  readonly crate?: Buffer;
  readonly token?: string;
}

export const manifest = (name: string, vers: string): string => `[package]\nname = "${name}"\nversion = "${vers}"\n`;

export function frame(name: string, vers: string, { json = {}, files, crate }: Upload): Buffer {
  const about = { name, vers, deps: [], features: {}, description: 'd', license: 'MIT' };
  const metadata = Buffer.from(typeof json === 'string' ? json : JSON.stringify({ ...about, ...json }));
  const file = crate ?? packed(files ?? [{ path: `${name}-${vers}/Cargo.toml`, content: manifest(name, vers) }]);
  const length = (size: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(size);
    return bytes;
  };
  return Buffer.concat([length(metadata.length), metadata, length(file.length), file]);
}

export const put = (at: Registries, body: Uint8Array, token = at.crates.token): Promise<Response> =>
  fetch(`${at.crates.url}/api/v1/crates/new`, {
    method: 'PUT',
    body: Buffer.from(body),
    headers: { authorization: token },
  });
export const publish = (at: Registries, name: string, vers: string, upload: Upload = {}): Promise<Response> =>
  put(at, frame(name, vers, upload), upload.token);
export const said = async (answer: Response): Promise<string> => {
  const text = await answer.text();
  const parsed = text.startsWith('{"errors"') ? (JSON.parse(text) as { errors: { detail: string }[] }) : undefined;
  return `${answer.status} ${parsed?.errors[0]?.detail ?? text}`;
};
export const get = (at: Registries, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${at.crates.url}${path}`, { headers });
export const index = async (at: Registries, path: string): Promise<readonly Record<string, unknown>[]> => {
  const answer = await get(at, `/index/${path}`);
  if (!answer.ok) return [];
  return (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};
