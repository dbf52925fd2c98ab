import picomatch from 'picomatch';
import type { Problem } from '../../model/problem.ts';
import { inside, join } from '../../paths/inside.ts';
import type { JsonObject } from '../../text/json/narrow.ts';

/** Where a workspace lists its members: in its package.json, or in the file of the tool that manages it. */
export interface Listing {
  readonly file: string;
  readonly folder: string;
  readonly aside?: string;
  readonly patterns: readonly unknown[];
  line(index: number): number;
  /** The line of anything else in it. */
  readonly place: (...path: readonly (string | number)[]) => number;
  /** What the file says beside. */
  readonly settings: JsonObject;
}

/** The matcher throws at what is longer than any path could be. */
const isPattern = (written: unknown): written is string => typeof written === 'string' && written.length < 4096;

/** One pattern of a listing, as a question to a folder. */
export interface Pattern {
  readonly listing: Listing;
  matches(folder: string): boolean;
}

/**
 * The patterns by the deepest folder above all that they can match, so that a package asks only those of the folders above it.
 * A pattern with `!` takes back what any other gave, wherever it stands.
 */
export function patternsByFolder(all: Iterable<Listing>): ReadonlyMap<string, readonly Pattern[]> {
  const found = new Map<string, Pattern[]>();
  for (const listing of all) {
    const isTaken = refusal(listing);
    for (const written of listing.patterns) {
      if (!isPattern(written) || written.startsWith('!')) continue;
      const pattern = inside(listing.folder, written);
      if (pattern === undefined) continue;
      const { base, isGlob } = picomatch.scan(pattern);
      const matches = isGlob ? picomatch(pattern) : (folder: string): boolean => folder === pattern;
      const anchor = isGlob ? (base === '' ? '.' : base) : pattern;
      const here = found.get(anchor) ?? [];
      here.push({ listing, matches: (folder) => matches(folder) && !isTaken(folder) });
      found.set(anchor, here);
    }
  }
  return found;
}

function refusal(listing: Listing): (folder: string) => boolean {
  const refused = listing.patterns
    .filter(isPattern)
    .filter((pattern) => pattern.startsWith('!'))
    .map((pattern) => inside(listing.folder, pattern.slice(1)))
    .filter((pattern) => pattern !== undefined);
  return refused.length === 0 ? () => false : picomatch(refused, { dot: true });
}

/** Members that are listed by name, but are not there. */
export function missingMembers(listing: Listing, isThere: (manifest: string) => boolean): readonly Problem[] {
  return listing.patterns.flatMap((written, index) => {
    if (!isPattern(written)) return [invalidPattern(listing, index)];
    const folder = inside(listing.folder, written);
    if (folder === undefined) return [outside(written, listing, index)];
    if (written.startsWith('!') || picomatch.scan(folder).isGlob) return [];
    return isThere(join(folder, 'package.json')) ? [] : [memberMissing(written, listing, index)];
  });
}

const invalidPattern = (listing: Listing, index: number): Problem => ({
  code: 'NPM_WORKSPACES_INVALID',
  severity: 'error',
  what: 'A member of the workspace is no text, or longer than a path can be.',
  where: { file: listing.file, line: listing.line(index) },
  fix: 'Write the folder or a pattern of folders, such as "packages/*".',
});

const outside = (written: string, listing: Listing, index: number): Problem => ({
  code: 'PATH_OUTSIDE',
  severity: 'warning',
  what: `The workspace lists "${written}", which lies outside of this one; it was not looked at.`,
  where: { file: listing.file, line: listing.line(index) },
  fix: `Move it here, or take "${written}" out of the list.`,
});

const memberMissing = (written: string, listing: Listing, index: number): Problem => ({
  code: 'NPM_MEMBER_MISSING',
  severity: 'warning',
  what: `The workspace lists the member "${written}", but no package.json that can be read is there.`,
  where: { file: listing.file, line: listing.line(index) },
  fix: `Check the folder out (git submodule update --init), or take "${written}" out of the list.`,
});
