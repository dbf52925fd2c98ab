import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Client } from './client.ts';
import { toolchains } from './index.ts';
import { hash, storeFolder, writeWhole } from './store.ts';

/** Where the last `npm run toolchains` wrote what it found; the test command tells tests by this variable. */
export function recordFile(): string {
  const pins = toolchains.flatMap((toolchain) => [...toolchain.clients, ...toolchain.pins]);
  return process.env.CONVOY_TOOLCHAINS_FILE ?? join(storeFolder(), `toolchains-${hash(pins)}.json`);
}

export function writeRecord(clients: readonly Client[], file = recordFile()): void {
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, `${JSON.stringify({ clients }, undefined, 2)}\n`);
}

/** Empty when nobody has looked for clients yet. */
export function readRecord(file = recordFile()): readonly Client[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { clients: readonly Client[] }).clients;
  } catch {
    return [];
  }
}
