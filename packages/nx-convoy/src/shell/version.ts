import { createRequire } from 'node:module';

/** The package names itself, so that this holds from a bundle as well. */
export const { version } = createRequire(import.meta.url)('nx-convoy/package.json') as { version: string };
