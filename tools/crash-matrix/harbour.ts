import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startRegistries, type RegistryName, type Registries } from '../../packages/local-registries/src/index.ts';
import { openRelay, type Relay } from './relay.ts';

/** Registries that can be had anew under the same addresses, and a user's machine that knows them. */
export interface Harbour {
  readonly relay: Relay;
  readonly env: NodeJS.ProcessEnv;
  readonly tokens: Readonly<Record<string, string>>;
  /** As on the first day: nothing is on any of them. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

export async function openHarbour(
  names: readonly RegistryName[],
  home: string,
  clients: NodeJS.ProcessEnv,
): Promise<Harbour> {
  const relay = await openRelay(names);
  let registries: Registries = await startRegistries({ registries: names });
  const { tokens } = registries;
  const folder = join(home, 'clients');
  const { env: told } = await registries.setUp(folder);
  const shown = (text: string): string =>
    names.reduce(
      (all, name) => all.replaceAll(new URL(registries.urls[name]).host, new URL(relay.urls[name] ?? '').host),
      text,
    );
  const env = Object.fromEntries(Object.entries(told).map(([name, value]) => [name, shown(value)]));
  rewrite(folder, shown);
  const turn = (): void => relay.turnTo(Object.fromEntries(names.map((name) => [name, registries.urls[name]])));
  turn();
  const python = relay.urls.python;
  return {
    relay,
    tokens,
    env: {
      ...clients,
      HOME: home,
      ...env,
      // What builds are made with comes from where this machine has it.
      ...Object.fromEntries(ofBuilds.map((name) => [name, clients[name]])),
      ...(names.includes('crates') ? { CARGO_REGISTRY_TOKEN: tokens.crates } : {}),
      ...(python === undefined
        ? {}
        : { [`CONVOY_TOKEN_${new URL(python).host.replaceAll(/[.:]/g, '_')}`]: tokens.python }),
    },
    async renew() {
      await registries.close();
      registries = await startRegistries({ registries: names, tokens });
      turn();
    },
    async close() {
      await Promise.all([relay.close(), registries.close()]);
    },
  };
}

const ofBuilds = ['UV_DEFAULT_INDEX', 'UV_INSECURE_HOST', 'PIP_INDEX_URL', 'PIP_TRUSTED_HOST'];

function rewrite(folder: string, shown: (text: string) => string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (statSync(path).isFile()) writeFileSync(path, shown(readFileSync(path, 'utf8')));
  }
}

/** A folder that is empty now. */
export function emptied(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}
