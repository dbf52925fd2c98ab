import { join, resolve } from 'node:path';
import { root } from '../root.ts';

/** Where provisioned clients live. */
export function storeFolder(): string {
  const chosen = process.env.CONVOY_TOOLCHAINS;
  return chosen === undefined || chosen === '' ? join(root, '.cache/toolchains') : resolve(chosen);
}

/** What the last `npm run toolchains` found; the test command tells tests by this variable. */
export function storeFile(): string {
  return process.env.CONVOY_TOOLCHAINS_FILE ?? join(storeFolder(), 'toolchains.json');
}
