import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The bin of this very tool, for children. (The build says it to the bin itself.) */
export const ownBin = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('nx-convoy/package.json')), 'dist/bin.js');
