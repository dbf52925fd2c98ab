import type { Hands } from '../../model/hands.ts';
import { artifactsOf } from '../../packaging/manifest.ts';
import { unitFolder } from '../../packaging/slug.ts';
import { manifestIn } from '../gathering/manifest.ts';
import type { Recorded } from './checksum.ts';
import type { Wanted } from './select.ts';

/** What was made of this very version, and, where HEAD tells it, from this very commit; another release that lies there says nothing. */
export async function recordedOf(
  { unit, commit }: Wanted,
  version: string,
  out: string,
  { read }: Pick<Hands, 'read'>,
): Promise<Recorded | undefined> {
  const folder = `${out}/${unitFolder(unit)}`;
  const found = await manifestIn(folder, unit.id, read);
  if (found?.manifest.version !== version) return undefined;
  const { source, identity } = found.manifest;
  if (commit !== undefined && source.commit !== commit) return undefined;
  return { artifacts: artifactsOf(found.manifest, folder), isByBytes: identity.by === 'bytes' };
}
