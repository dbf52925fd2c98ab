import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Released } from '../planned.ts';
import { isAbout, readExisting, type Existing } from './existing.ts';
import { existingIn, placesOf, type Place } from './where.ts';

interface Around {
  readonly repo: Snapshot;
  readonly config: Config;
  readonly graph: Pick<Graph, 'units'>;
  readonly released: readonly Released[];
}

/** Which changelogs of this repository tell of a release, by what stands in those that are there. */
export const placesIn = (
  { repo, config, graph, released }: Around,
  read = (file: string): Existing => readExisting(repo, file),
): readonly Place[] =>
  placesOf({
    config,
    units: graph.units,
    released,
    existing: existingIn(repo.files),
    isSignpost: (file) => read(file).isSignpost,
    isAbout: (file, one) => isAbout(read(file).headings, one, released.length),
  });
