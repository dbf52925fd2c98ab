import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import type { Manifest } from '../../packaging/manifest-schema.ts';
import { readManifest } from '../../packaging/read-manifest.ts';
import { unitFolder } from '../../packaging/slug.ts';

export interface Earlier {
  /** By id of the unit. */
  readonly manifests: ReadonlyMap<string, Manifest>;
  readonly problems: readonly Problem[];
}

/**
 * The manifests of an earlier release, from where the user keeps them: a folder as this verb makes it, that of one unit, or the file. No
 * registry is asked: what it has need not be what was made here.
 */
export async function earlier(
  since: string | undefined,
  units: readonly Unit[],
  read: (path: string) => Promise<string | undefined>,
): Promise<Earlier> {
  const manifests = new Map<string, Manifest>();
  if (since === undefined) return { manifests, problems: [] };
  const broken: string[] = [];
  for (const unit of units) {
    for (const path of placesOf(since, unit)) {
      const text = await read(path);
      const manifest = text === undefined ? undefined : readManifest(text);
      if (text !== undefined && manifest === undefined) broken.push(path);
      if (manifest?.unit !== unit.id && !(manifest?.ecosystem === unit.ecosystem && manifest.name === unit.name))
        continue;
      manifests.set(unit.id, manifest);
      break;
    }
  }
  const unread = [...new Set(broken)].map(notManifest);
  return {
    manifests,
    problems: manifests.size === 0 && unread.length === 0 && units.length > 0 ? [nothing(since)] : unread,
  };
}

const placesOf = (since: string, unit: Unit): readonly string[] =>
  since.endsWith('.json') ? [since] : [`${since}/${unitFolder(unit)}/manifest.json`, `${since}/manifest.json`];

const notManifest = (path: string): Problem => ({
  code: 'SINCE_UNREADABLE',
  severity: 'error',
  what: `${path} is no manifest that nx-convoy package writes.`,
  fix: 'Name a folder or a manifest.json of an earlier release as they were made, or leave --since out.',
});

const nothing = (since: string): Problem => ({
  code: 'SINCE_EMPTY',
  severity: 'error',
  what: `${since} has no manifest.json of any unit that is packaged.`,
  fix: 'Name what an earlier nx-convoy package wrote: --since=../earlier/dist/release, or its manifest.json; or leave --since out.',
});
