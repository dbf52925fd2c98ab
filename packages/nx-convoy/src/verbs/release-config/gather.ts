import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { World } from '../../model/world.ts';
import { homeOf } from '../../planning/changelog/home.ts';
import { readRepository, type Repository } from '../../planning/changelog/repository.ts';
import { mayBeLine, type Branch } from '../../scaffolding/proposals/branches.ts';
import type { Destination } from '../../scaffolding/runbook/situation.ts';
import { ecosystems } from '../../ecosystems/index.ts';
import { withTexts } from '../../text/splice/edited.ts';
import { addressesOf } from '../gathering/addresses.ts';
import { askOne } from '../gathering/git-state.ts';
import { gatherConfig } from '../gathering/gather.ts';

/** A repository as it would be with these settings. */
export interface View {
  readonly repo: Snapshot;
  readonly config: Config;
  readonly graph: Graph;
  readonly problems: readonly Problem[];
}

export async function viewOf(
  disk: Snapshot,
  settings: { readonly file: string; readonly text: string },
  world: World,
): Promise<View> {
  const laid = withTexts(disk, new Map([[settings.file, settings.text]]));
  const files = disk.files.includes(settings.file) ? disk.files : [...disk.files, settings.file];
  // Of two units that could be meant, the first in order is: as in a plan.
  const repo = { ...laid, files: files.toSorted() };
  const { config, problems } = await gatherConfig(repo);
  return { repo, config, graph: contract(discover(repo, config, ecosystems), world.projects), problems };
}

/** Where manifests say that the repository is at home; else where it was cloned from. */
export async function homeOrOrigin({ repo, graph }: View, world: World): Promise<Repository | undefined> {
  const home = homeOf(repo, graph.units);
  if (home !== undefined) return home;
  const remote = await askOne(world, 'remote', 'get-url', 'origin');
  return remote === undefined ? undefined : readRepository(remote);
}

/** Branches whose names could tell of versions, here and at the remotes, with the tags that they alone have. */
export async function gatherBranches(world: World): Promise<readonly Branch[]> {
  const refs = (await askOne(world, 'for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes')) ?? '';
  const byName = new Map(refs.split('\n').map((ref) => [ref.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, ''), ref]));
  const candidates = [...byName].filter(([name]) => mayBeLine(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(
    candidates.map(async ([name, ref]) => {
      const tags = await askOne(
        world,
        ...['for-each-ref', '--format=%(refname:strip=2)', `--merged=${ref}`, '--no-merged=HEAD', 'refs/tags'],
      );
      return { name, tags: (tags ?? '').split('\n').filter((tag) => tag !== '') };
    }),
  );
}

/** Where every public unit goes, as far as this repository alone tells: settings of a user's clients are of one machine. */
export function destinationsOf({ repo, config, graph }: View): readonly Destination[] {
  return graph.units.flatMap((unit) => {
    const ecosystem = ecosystems.find(({ id }) => id === unit.ecosystem);
    if (unit.private || ecosystem === undefined) return [];
    return addressesOf(unit, ecosystem, repo, config).flatMap((place) => (place.ok ? [{ ...place.value, unit }] : []));
  });
}
