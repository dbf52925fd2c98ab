import { BadArchive, entriesOf } from '../archive/tar.ts';
import { plain, type Plain } from '../reading.ts';

const mostUnpacked = 2 * 1024 * 1024 * 1024;
const mostManifest = 8 * 1024 * 1024;

/** The package.json of a package, in whatever its one folder is called; absent where it is no package. */
export async function manifestIn(file: Uint8Array): Promise<Plain | undefined> {
  try {
    for await (const entry of entriesOf(file, mostUnpacked)) {
      if (!/^[^/]+\/package\.json$/.test(entry.path) || entry.size > mostManifest) continue;
      return plain(JSON.parse((await entry.bytes()).toString('utf8')) as unknown);
    }
    return undefined;
  } catch (error) {
    if (error instanceof BadArchive || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
