import { delimiter, dirname } from 'node:path';
import type { Present } from './client.ts';

/** An environment in which these clients are found first on PATH and work in an empty home folder. */
export function callable(clients: readonly Present[], base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const folders = new Set([...clients.map((client) => dirname(client.path)), base.PATH ?? '']);
  // An empty entry of PATH means the current folder.
  folders.delete('');
  const needed = Object.fromEntries(clients.flatMap((client) => Object.entries(client.env)));
  return { ...base, ...needed, PATH: [...folders].join(delimiter) };
}
