import type { Due, DueBy, NotDue } from '../model/due.ts';
import type { Problem } from '../model/problem.ts';
import type { Unit } from '../model/unit.ts';
import type { Release } from '../planning/tags/families.ts';
import { canonical } from '../versions/canonical.ts';
import { notMeant } from './due-words.ts';
import { unitNamed } from './named.ts';
import type { Found, Saying, Standing } from './standing.ts';
import { isSameRelease } from './stated.ts';
import { unreleased } from './unreleased.ts';

/** A version that something names, and what became of it. */
interface Candidate {
  readonly unit: Unit;
  readonly version: string;
  readonly by: DueBy;
  readonly said: string;
}

/** What is to be published from HEAD: the same on every machine that has this commit. */
export function whatIsDue(standing: Standing): Due {
  const [named, strays] = namedBy(standing);
  const known = new Set<string>();
  const found: Found[] = [];
  for (const candidate of [...named, ...taggedHere(standing)]) {
    // Whoever names it first is told: HEAD before what it merged, a commit before a tag.
    if (known.has(candidate.unit.id)) continue;
    known.add(candidate.unit.id);
    found.push(judge(candidate, standing));
  }
  if (standing.unreleased !== undefined) {
    for (const unit of standing.units)
      if (!known.has(unit.id)) found.push(unreleased(unit, standing.unreleased, standing));
  }
  const due = found.flatMap((one) => ('due' in one ? [one.due] : []));
  const notDue = found.flatMap((one) => ('not' in one ? [one.not] : []));
  const asks = found.flatMap((one) => ('ask' in one ? [one.ask] : []));
  const problems = [...strays, ...found.flatMap((one) => ('problem' in one ? [one.problem] : []))];
  const isNothing = due.length === 0 && asks.length === 0;
  return { due, notDue, asks, problems, ...(isNothing ? { nothing: nothing(notDue, standing) } : {}) };
}

function namedBy({ head, parents, units }: Standing): readonly [readonly Candidate[], readonly Problem[]] {
  const candidates: Candidate[] = [];
  const problems: Problem[] = [];
  // What was merged comes before what it was merged into.
  const sayings: readonly (readonly [Saying, DueBy])[] = [
    [head, 'release commit'],
    ...[...parents].reverse().map((parent) => [parent, 'merged release commit'] as const),
  ];
  for (const [{ commit, units: said }, by] of sayings) {
    for (const { id, version } of said) {
      const named = unitNamed(id, version, units);
      if (named.is === 'one') candidates.push({ unit: named.unit, version, by, said: `${by} ${commit.slice(0, 10)}` });
      else if (by === 'release commit') problems.push(notMeant(id, version, named));
    }
  }
  return [candidates, problems];
}

/** Of several tags of one unit the one that its manifest follows; where it states nothing, the highest. */
function taggedHere({ head, units, releases }: Standing): readonly Candidate[] {
  return units.flatMap((unit): readonly Candidate[] => {
    const here = (releases.get(unit.id) ?? []).filter(({ tag }) => tag.commit === head.commit);
    const meant = here.find(({ version }) => isSameRelease(unit, version)) ?? here[0];
    return meant === undefined ? [] : [{ unit, version: meant.version, by: 'tag', said: `tag ${meant.tag.name}` }];
  });
}

function judge({ unit, version, by, said }: Candidate, { head, releases }: Standing): Found {
  const not = (why: string, rest: Partial<NotDue> = {}): { readonly not: NotDue } => ({
    not: { unit: unit.id, version, why, ...rest },
  });
  if (unit.private) return not(unit.why ?? 'no registry takes it', { isPrivate: true });
  if (!isSameRelease(unit, version)) {
    const stands = `${said} names ${version}, and ${unit.manifest} says ${unit.version ?? ''}`;
    // A release that was taken back, or a merge that kept the other side, says so by its files.
    return by === 'tag' ? { ...not(stands), problem: otherVersion(unit, version, said) } : not(`${stands}: taken back`);
  }
  const elsewhere = tagElsewhere(releases.get(unit.id) ?? [], version, head.commit);
  if (elsewhere !== undefined) {
    const why = `${elsewhere.tag.name} stands on ${elsewhere.tag.commit.slice(0, 10)}: it is published from there`;
    return by === 'merged release commit'
      ? not(why)
      : { ...not(why), problem: publishedElsewhere(unit, elsewhere, head.commit) };
  }
  return { due: { unit: unit.id, version, commit: head.commit, by, why: said } };
}

/** Where it stands here as well, it is here: some teams tag a release again on the commit that was merged. */
function tagElsewhere(releases: readonly Release[], version: string, commit: string): Release | undefined {
  const same = releases.filter((release) => canonical(release.version) === canonical(version));
  return same.some(({ tag }) => tag.commit === commit) ? undefined : same[0];
}

const otherVersion = ({ id, manifest, version }: Unit, named: string, tag: string): Problem => ({
  code: 'DUE_OTHER_VERSION',
  severity: 'error',
  what: `The ${tag} stands on HEAD, and ${manifest} of ${id} says ${version ?? ''}, not ${named}.`,
  where: { file: manifest },
  fix: `Publish from the commit that has ${named}; if the tag was meant for another unit, say so: "units": { "${id}": { "tag": "…{version}" } } in the plugin's options.`,
});

const publishedElsewhere = ({ id }: Unit, { tag, version }: Release, head: string): Problem => ({
  code: 'DUE_ELSEWHERE',
  severity: 'error',
  what: `${id} ${version} is tagged on ${tag.commit.slice(0, 10)}, and HEAD is ${head.slice(0, 10)}: a version has one source.`,
  fix: `git checkout ${tag.name} && npx nx-convoy publish`,
});

function nothing(notDue: readonly NotDue[], { head, isAfter, unreleased: isLooked }: Standing): string {
  const [first] = notDue.filter(({ isPrivate }) => isPrivate !== true);
  if (first !== undefined) {
    const more = notDue.length > 1 ? ` (and ${notDue.length - 1} more)` : '';
    return `Nothing is due: ${first.unit}${first.version === undefined ? '' : ` ${first.version}`}: ${first.why}${more}.`;
  }
  if (notDue.length > 0) return 'Nothing is due: no registry takes what is released here.';
  if (isAfter === true)
    return 'Nothing is due: HEAD prepares what comes after the release, which is published from the commit before: git checkout HEAD~1.';
  const where = `${head.commit.slice(0, 10)} is no release commit, merges none, and has no tag of a unit`;
  return `Nothing is due: ${where}${isLooked === undefined ? '; --unreleased looks for versions that nobody has published' : ''}.`;
}
