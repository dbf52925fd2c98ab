import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ClientSetup, ConfigFiles } from './protocol.ts';

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
    const place = join(resolve(folder), name);
    const told = await Promise.all(listed(files).map((some) => writeFiles(place, some)));
    return [name, { env: Object.assign({}, env, ...told) as ClientSetup['env'], args }] as const;
  });
  const written = Object.fromEntries(await Promise.all(entries));
  const env = Object.assign({}, ...Object.values(written).map((one) => one.env)) as Record<string, string>;
  await writeForShells(resolve(folder), env);
  return { env, clients: written };
}

/** `. clients/env.sh` in a shell that was there before the registries. */
async function writeForShells(place: string, env: SetUp['env']): Promise<void> {
  const lines = Object.entries(env).map(
    ([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`,
  );
  await mkdir(place, { recursive: true, mode: 0o700 });
  await writeFile(join(place, 'env.sh'), lines.join(''), { mode: 0o600 });
}

async function writeFiles(place: string, { variable, is, content }: ConfigFiles): Promise<ClientSetup['env']> {
  await mkdir(place, { recursive: true, mode: 0o700 });
  for (const [file, text] of Object.entries(content)) await writeFile(join(place, file), text, { mode: 0o600 });
  const [first = ''] = Object.keys(content);
  return { [variable]: is === 'folder' ? place : join(place, first) };
}

/** One client may be pointed at several registries: helm finds charts in two kinds. */
export function joined(
  setups: readonly Readonly<Record<string, ClientSetup>>[],
): Readonly<Record<string, ClientSetup>> {
  const all = new Map<string, ClientSetup>();
  for (const [name, { env, args, files }] of setups.flatMap((one) => Object.entries(one))) {
    const before = all.get(name) ?? { env: {}, args: [] };
    const both = [...listed(before.files), ...listed(files)];
    all.set(name, { env: { ...before.env, ...env }, args: [...before.args, ...args], files: both });
  }
  return Object.fromEntries(all);
}

const listed = (files: ClientSetup['files']): readonly ConfigFiles[] => (files === undefined ? [] : [files].flat());
