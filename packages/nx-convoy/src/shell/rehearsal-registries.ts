import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Registries } from '@nx-convoy/local-registries';
import type { RehearsalRules, Supply } from '../model/rehearsal.ts';
import type { ProtocolId } from '../model/registry.ts';

/** What the embedded registries call what we call by its protocol. */
export const names = {
  crates: 'crates',
  pypi: 'python',
  npm: 'npm',
  oci: 'oci',
  'chart-repository': 'charts',
} as const satisfies Readonly<Record<ProtocolId, string>>;

type Name = (typeof names)[ProtocolId];
export type Embedded = Registries<Name>;

export interface Opened {
  readonly registries: Embedded;
  readonly offline: readonly ProtocolId[];
}

/** Who is behind an embedded registry where the user's clients have no source of their own. */
const usual: Readonly<Partial<Record<ProtocolId, string>>> = {
  crates: 'https://index.crates.io',
  pypi: 'https://pypi.org',
  npm: 'https://registry.npmjs.org',
};

/** Loaded here, for no other verb needs them. */
export async function openRegistries(
  { supplies, isOffline }: Pick<RehearsalRules, 'supplies' | 'isOffline'>,
  before?: { readonly embedded: Embedded; readonly offline: readonly ProtocolId[] },
): Promise<Opened> {
  const { startRegistries } = await import('@nx-convoy/local-registries');
  const behind = Object.entries({
    ...Object.fromEntries(Object.entries(usual).map(([id, url]) => [id, { url }])),
    ...supplies,
  });
  const asked = await Promise.all(
    behind.map(async ([id, supply]) => ({
      id: id as ProtocolId,
      supply,
      isThere: !isOffline && (await isThere(id as ProtocolId, supply, before)),
    })),
  );
  const online = asked.filter(({ isThere }) => isThere);
  const fetched = asked.filter(
    ({ isThere, supply: { folder } }) => !isThere && folder !== undefined && existsSync(folder),
  );
  const registries = await startRegistries<Name>({
    registries: Object.values(names),
    upstream: byName(online.map(({ id, supply }) => [id, supply.url ?? usual[id]])),
    packages: byName(fetched.map(({ id, supply }) => [id, supply.folder])),
    ...(before === undefined ? {} : portsOf(before.embedded)),
  });
  return { registries, offline: asked.filter(({ isThere }) => !isThere).map(({ id }) => id) };
}

const byName = (
  entries: readonly (readonly [ProtocolId, string | undefined])[],
): Readonly<Partial<Record<Name, string>>> =>
  Object.fromEntries(entries.flatMap(([id, value]) => (value === undefined ? [] : [[names[id], value]])));

const portsOf = ({ urls, tokens }: Embedded) => ({
  ports: Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, Number(new URL(url).port)])),
  tokens,
});

/** Any answer at all is one. */
async function isThere(
  id: ProtocolId,
  { url = usual[id], problem }: Supply,
  before: { readonly offline: readonly ProtocolId[] } | undefined,
): Promise<boolean> {
  if (url === undefined || problem !== undefined) return false;
  if (before !== undefined) return !before.offline.includes(id);
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(10_000) });
    return true;
  } catch {
    return false;
  }
}

/** What points all clients, and our own requests, at them. Nobody's manifest is touched. */
export async function pointAt(
  registries: Embedded,
  folder: string,
  { crateWords, supplies }: Pick<RehearsalRules, 'crateWords' | 'supplies'>,
): Promise<Record<string, string>> {
  const { env } = await registries.setUp(join(folder, 'clients'));
  const { CARGO_REGISTRIES_LOCAL_INDEX: index = '', CARGO_REGISTRIES_LOCAL_TOKEN: token = '', ...rest } = env;
  await settle(join(env.CARGO_HOME ?? '', 'config.toml'), supplies.crates?.settings?.(token) ?? '');
  const hosts = (['crates', 'python', 'npm'] as const).map(
    (name) => [new URL(registries.urls[name]).host, name] as const,
  );
  // Images and charts are let in by what their clients' files say.
  const tokens = hosts.map(
    ([host, name]) => [`CONVOY_TOKEN_${host.replaceAll(/\W/g, '_')}`, registries.tokens[name]] as const,
  );
  const words = crateWords.flatMap((word) => {
    const name = `CARGO_REGISTRIES_${word.toUpperCase().replaceAll('-', '_')}`;
    return [
      [`${name}_INDEX`, index],
      [`${name}_TOKEN`, token],
    ] as const;
  });
  return { ...rest, ...Object.fromEntries([...tokens, ...words]) };
}

/** cargo takes one name alone for an address, and the name that crates are published by is told when they are. */
async function settle(file: string, more: string): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => !line.startsWith('registries.'));
  await writeFile(file, `${lines.join('\n')}\n${more}`, { mode: 0o600 });
}
