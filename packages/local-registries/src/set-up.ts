import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ClientSetup } from './protocol.ts';

/** What points clients at the registries once their files are written. */
export interface SetUp {
  /** For all clients at once. */
  readonly env: Readonly<Record<string, string>>;
  /** For one client: its variables and arguments. */
  readonly clients: Readonly<Record<string, Pick<ClientSetup, 'env' | 'args'>>>;
}

/** Writes the files of each client into a folder of its own, readable by nobody else: some hold a token. */
export async function setUp(folder: string, clients: Readonly<Record<string, ClientSetup>>): Promise<SetUp> {
  const entries = Object.entries(clients).map(async ([name, { env, args, files }]) => {
    if (files === undefined) return [name, { env, args }] as const;
    const place = join(resolve(folder), name);
    await mkdir(place, { recursive: true, mode: 0o700 });
    for (const [file, content] of Object.entries(files.content)) {
      await writeFile(join(place, file), content, { mode: 0o600 });
    }
    const [first = ''] = Object.keys(files.content);
    const told = files.is === 'folder' ? place : join(place, first);
    return [name, { env: { ...env, [files.variable]: told }, args }] as const;
  });
  const written = Object.fromEntries(await Promise.all(entries));
  const envs = Object.values(written).map(({ env }) => env);
  return { env: Object.assign({}, ...envs) as Record<string, string>, clients: written };
}
