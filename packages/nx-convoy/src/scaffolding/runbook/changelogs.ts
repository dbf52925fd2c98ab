import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Rewritten } from '../../model/hands.ts';
import type { Choice } from '../../model/scaffold.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Released } from '../../planning/planned.ts';
import { placesIn } from '../../planning/changelog/places-in.ts';
import { compareUrl, type Repository } from '../../planning/changelog/repository.ts';
import type { Place } from '../../planning/changelog/where.ts';
import type { ReleaseGroups } from '../../planning/tags/release-groups.ts';

export interface Around {
  readonly repo: Snapshot;
  readonly graph: Graph;
  readonly config: Config;
  readonly groups: ReleaseGroups;
  readonly home: Repository | undefined;
  /** What a first release is compared with, where there is one. */
  readonly firstCommit: string | undefined;
}

/** Changelogs that are asked for and are not there: empty ones, in which the next release finds its place. */
export function changelogsToBegin(around: Around): readonly { readonly file: Rewritten; readonly choice: Choice }[] {
  const { repo, config } = around;
  if (!asksFor(config)) return [];
  const isThere = new Set(repo.files);
  const byFile = new Map<string, Place[]>();
  for (const place of placesFor(around)) byFile.set(place.file, [...(byFile.get(place.file) ?? []), place]);
  return [...byFile].flatMap(([file, places]) => {
    if (isThere.has(file)) return [];
    const ids = places.flatMap(({ units }) => units.map(({ id }) => id));
    return [
      {
        file: { file, after: beginning(places, around) },
        choice: { what: file, why: `release.changelog asks for it, for ${[...new Set(ids)].join(', ')}` },
      },
    ];
  });
}

const asksFor = ({ release }: Config): boolean =>
  release?.changelog !== undefined ||
  Object.values(release?.groups ?? {}).some(({ changelog }) => changelog !== undefined && changelog !== false);

/** Where a release of everything, at the versions that it has, would be told. */
function placesFor({ repo, config, graph, groups }: Around): readonly Place[] {
  const released = groups.groups.flatMap((group): readonly Released[] => {
    const base = groups.bases.get(group.name);
    const to = group.units.find(({ version }) => version !== undefined)?.version ?? '0.0.0';
    return base === undefined
      ? []
      : [
          {
            group,
            base,
            decision: { to, bump: 'as written' },
            cause: { level: 'none', changes: [], because: [], isNew: false },
            because: [],
            units: [],
          },
        ];
  });
  return placesIn({ repo, config, graph, released });
}

function beginning(places: readonly Place[], { home, firstCommit }: Around): string {
  const [place] = places;
  const last = place?.released.base.latest?.tag.name ?? firstCommit;
  const link = home === undefined || last === undefined ? [] : [`[Unreleased]: ${compareUrl(home, last, 'HEAD')}`, ''];
  return [
    '# Changelog',
    '',
    'Notable changes, in the form of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).',
    '',
    '## [Unreleased]',
    '',
    ...link,
  ].join('\n');
}
