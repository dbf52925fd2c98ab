import type { Hands } from '../../model/hands.ts';
import { artifactsOf } from '../../packaging/manifest.ts';
import { manifestSchema } from '../../packaging/manifest-schema.ts';
import { slugOf } from '../../packaging/slug.ts';
import type { Recorded } from './checksum.ts';
import type { Wanted } from './select.ts';

/** What was made of this very version, and, where HEAD tells it, from this very commit; another release that lies there says nothing. */
export async function recordedOf(
  { unit, commit }: Wanted,
  version: string,
  out: string,
  { read }: Pick<Hands, 'read'>,
): Promise<Recorded | undefined> {
  const folder = `${out}/${unit.ecosystem}/${slugOf(unit.id)}`;
  const text = await read(`${folder}/manifest.json`);
  const parsed = manifestSchema.safeParse(text === undefined ? undefined : dataOf(text));
  if (!parsed.success || parsed.data.unit !== unit.id || parsed.data.version !== version) return undefined;
  if (commit !== undefined && parsed.data.source.commit !== commit) return undefined;
  return { artifacts: artifactsOf(parsed.data, folder), isByBytes: parsed.data.identity.by === 'bytes' };
}

function dataOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
