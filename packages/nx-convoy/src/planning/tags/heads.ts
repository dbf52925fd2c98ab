import semver from 'semver';
import type { Tag } from '../../model/history.ts';
import type { Unit } from '../../model/unit.ts';
import { canonical } from '../../versions/canonical.ts';
import { coreOf } from '../numbers/next.ts';
import type { Base } from './bases.ts';
import type { Release } from './families.ts';

/**
 * The highest and the highest stable one of releases that stand highest first. One beside the line counts only where the manifest, if
 * it tells, has gone along: else it is of a newer line. One on another line counts where the manifest stands at it: then it was merged in
 * some way that git cannot see, after the last one that it can.
 */
export function heads(
  releases: readonly Release[],
  outlook: Outlook,
  stated: string | undefined,
): Pick<Base, 'stable' | 'latest'> {
  const { placeOf } = outlook;
  const all = releases.flatMap((release) => {
    const place = placeOf(release.tag);
    if (place === undefined) return [];
    if (place === release.tag.commit) return [release];
    return goneAlong(stated, release.version) ? [{ ...release, tag: { ...release.tag, beside: place } }] : [];
  });
  const own = withoutOutgrown(all, outlook, stated);
  const reached = own.find(isStable);
  const place = reached?.tag.beside ?? reached?.tag.commit;
  const stable =
    branched(place, releases, reached, outlook, stated) ??
    (place === undefined ? reached : (mergedAt(place, releases, own, stated) ?? reached));
  const [first] = own;
  const latest =
    first === undefined || (stable !== undefined && semver.gt(stable.version, first.version)) ? stable : first;
  return { ...(stable === undefined ? {} : { stable }), ...(latest === undefined ? {} : { latest }) };
}

/**
 * A higher number that came before the release at which the manifest stands was a slip, or a scheme that was given up: the line has gone
 * on below it.
 */
function withoutOutgrown(
  releases: readonly Release[],
  { isNewer }: Outlook,
  stated: string | undefined,
): readonly Release[] {
  const last = releases.find(({ version }) => version === stated);
  if (last === undefined) return releases;
  const placeIn = ({ tag }: Release): string => tag.beside ?? tag.commit;
  return releases.filter(
    (release) => semver.lte(release.version, last.version) || isNewer(placeIn(release), placeIn(last)),
  );
}

/** How the line of HEAD sees tags. */
export interface Outlook {
  /** The commit it stands for; undefined where it is none of this line. */
  readonly placeOf: (tag: Tag) => string | undefined;
  /** Where the line of one that is on another left this one. */
  readonly forkOf: (tag: Tag) => string | undefined;
  /** Whether the first commit is no older than the second. */
  readonly isNewer: (commit: string, other: string) => boolean;
}

/**
 * The highest release of a branch that was cut from this line and never merged, as long as the manifest here has passed it: what came
 * after the cut is new. Without such a manifest a tag of another line says nothing about this one.
 */
function branched(
  place: string | undefined,
  releases: readonly Release[],
  reached: Release | undefined,
  { placeOf, forkOf, isNewer }: Outlook,
  stated: string | undefined,
): Release | undefined {
  if (stated === undefined || coreOf(stated) === '0.0.0') return undefined;
  for (const release of releases) {
    if (reached !== undefined && semver.lte(release.version, reached.version)) return undefined;
    if (!isStable(release) || !semver.gte(coreOf(stated), release.version) || placeOf(release.tag) !== undefined)
      continue;
    const fork = forkOf(release.tag);
    if (fork !== undefined && (place === undefined || isNewer(fork, place)))
      return { ...release, tag: { ...release.tag, beside: fork } };
  }
  return undefined;
}

function mergedAt(
  place: string,
  releases: readonly Release[],
  own: readonly Release[],
  stated: string | undefined,
): Release | undefined {
  const highest = own.find(isStable)?.version;
  if (stated === undefined || highest === undefined || !semver.gt(stated, highest)) return undefined;
  const merged = releases.find((release) => release.version === stated && isStable(release));
  return merged === undefined ? undefined : { ...merged, tag: { ...merged.tag, beside: place } };
}

const isStable = ({ version }: Release): boolean => semver.prerelease(version) === null;

const goneAlong = (stated: string | undefined, version: string): boolean =>
  stated === undefined || coreOf(stated) === '0.0.0' || semver.gte(coreOf(stated), coreOf(version));

/** What most of its units state; of several the highest. A unit that nobody keeps in step does not speak for the others. */
export function statedVersion(
  units: readonly Unit[],
  versionOf: (unit: Unit) => string | undefined,
): string | undefined {
  const count = new Map<string, number>();
  for (const unit of units) {
    const stated = canonical(versionOf(unit) ?? '');
    if (stated !== undefined) count.set(stated, (count.get(stated) ?? 0) + 1);
  }
  return [...count].sort(([a, times], [b, others]) => others - times || semver.rcompare(a, b))[0]?.[0];
}
