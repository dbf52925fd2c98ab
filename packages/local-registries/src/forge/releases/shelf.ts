import type { House } from '../../protocol.ts';
import { compareVersions } from '../../versions.ts';
import { drawer, type Drawer, type Numbered } from '../drawer.ts';

export interface Release {
  readonly id: number;
  readonly tag: string;
  readonly target: string;
  readonly name: string | null;
  readonly body: string | null;
  readonly isDraft: boolean;
  readonly isPrerelease: boolean;
  /** Whether it may be the latest one unasked. */
  readonly mayBeLatest: boolean;
  readonly author: string;
  /** Of the commit that was released, where that is known. */
  readonly created: string;
  readonly published: string | null;
  readonly updated: string;
  readonly assets: readonly Asset[];
}

export interface Asset {
  readonly id: number;
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly downloads: number;
  readonly uploader: string;
  readonly created: string;
  readonly updated: string;
}

export interface Releases extends Numbered<Release> {
  readonly nextAsset: number;
  /** Which one was last said to be the latest. */
  readonly latest?: number;
}

export type Shelf = Drawer<Releases>;

export const shelfOf = (house: House): Promise<Shelf> =>
  drawer<Releases>(house, 'releases', { next: 1, all: [], nextAsset: 1 });

const isPublic = ({ isDraft, isPrerelease }: Release): boolean => !isDraft && !isPrerelease;

/** The one that was said to be the latest, else the newest; drafts and prereleases never are. */
export function latestOf({ all, latest }: Releases): Release | undefined {
  const candidates = all.filter(isPublic);
  const said = candidates.find(({ id }) => id === latest);
  return (
    said ?? candidates.filter(({ mayBeLatest }) => mayBeLatest).sort(newestFirst)[0] ?? candidates.sort(newestFirst)[0]
  );
}

/** `make_latest: legacy`: by the date of creation, then by the version. */
export const isNewerThan = (one: Release, other: Release | undefined): boolean =>
  other === undefined || newestFirst(one, other) < 0;

export function newestFirst(a: Release, b: Release): number {
  return b.created.localeCompare(a.created) || compareVersions(versionIn(b.tag), versionIn(a.tag)) || b.id - a.id;
}

const versionIn = (tag: string): string => /\d+\.\d+\.\d+(?:[-+].*)?$/.exec(tag)?.[0] ?? '0.0.0';
