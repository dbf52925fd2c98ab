import semver from 'semver';
import type { Tag } from '../../model/history.ts';
import type { Problem } from '../../model/problem.ts';
import { tagOf } from '../../planning/changelog/name-release.ts';
import { nameOfGroup } from '../../planning/groups/groups.ts';
import type { Planned, Released } from '../../planning/plan.ts';
import { withoutBuild } from '../../versions/canonical.ts';

/** What tags say against this release. */
export function tagProblems(tags: readonly Tag[], { released }: Planned, isFirst: boolean): readonly Problem[] {
  const byName = new Map(tags.map((tag) => [tag.name, tag]));
  return [...released.flatMap((one) => taken(one, byName)), ...(isFirst ? [] : untagged(released, tags))];
}

/** A tag never moves: a version that stands on another commit cannot be released again. */
function taken(released: Released, tags: ReadonlyMap<string, Tag>): readonly Problem[] {
  const { base, decision, group } = released;
  const name = tagOf(released);
  const tag = tags.get(name);
  // A registry that has 1.1.0 takes no 1.1.0+x.
  if (tag === undefined && !base.taken.has(withoutBuild(decision.to))) return [];
  const id = nameOfGroup(group);
  return [
    {
      code: 'VERSION_TAKEN',
      severity: 'error',
      what: `${id} would become ${decision.to}, but ${tag === undefined ? `a tag of another pattern names that version` : `${name} stands on ${tag.commit.slice(0, 10)}`}, which this branch does not build upon.`,
      fix: `Merge it first, or take the next free version: --specifier=${id}=${nextFree(withoutBuild(decision.to), base.taken)}.`,
    },
  ];
}

function nextFree(version: string, used: ReadonlySet<string>): string {
  const next = semver.inc(version, semver.prerelease(version) === null ? 'patch' : 'prerelease') ?? version;
  return used.has(next) ? nextFree(next, used) : next;
}

/** Some units have tags and some have none: perhaps theirs look different. */
function untagged(released: readonly Released[], tags: readonly Tag[]): readonly Problem[] {
  const first = released.filter(({ decision }) => decision.from === undefined);
  if (tags.length === 0 || first.length === 0 || first.length === released.length) return [];
  const ids = first.flatMap(({ units }) => units.map(({ id }) => id));
  const [id = ''] = ids;
  return [
    {
      code: 'NO_TAG',
      severity: 'warning',
      what: `No tag names a release of ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ` and ${ids.length - 5} more` : ''}; planned as first releases.`,
      fix: `If they were released before, say how their tags look: "units": { "${id}": { "tag": "…{version}" } }; else pass --first-release.`,
    },
  ];
}
