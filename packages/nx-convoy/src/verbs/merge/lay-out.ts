import type { Hands } from '../../model/hands.ts';
import type { MadeFile } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import type { FoundBundle } from '../../packaging/bundle-expect.ts';
import { assetSlug } from '../../packaging/assets/slug.ts';
import { slugOf } from '../../packaging/slug.ts';
import { spreadOf } from '../../planning/matrix/builds.ts';
import type { Jobs } from '../gathering/jobs.ts';
import { assemble } from './assemble.ts';
import { assembleAssets } from './assets.ts';
import type { MergeOptions } from './options.ts';
import { readPart, type Part } from './parts.ts';

/** A unit whose folder is whole, aside: it is put in its place, or forgotten. */
export interface LaidOut {
  readonly unit: Unit;
  /** Absent: its packages. */
  readonly makes?: 'assets';
  readonly version: string;
  readonly parts: readonly Part[];
  readonly files: readonly MadeFile[];
  /** The text of its manifest. */
  readonly manifest: string;
  readonly problems: readonly Problem[];
  keep(): Promise<void>;
  leave(): Promise<void>;
}

/** Lays out every unit of which all bundles are there: what is wrong with them is told together with what is missing of others. */
export async function laidOut(
  builds: ReadonlyMap<string, FoundBundle>,
  jobs: Jobs,
  { out }: Pick<MergeOptions, 'out'>,
  hands: Hands,
): Promise<readonly LaidOut[]> {
  const { graph, matrix, source } = jobs;
  const epoch = Number(source.epoch);
  const workshop = await hands.workshop({ out, lets: [], keeps: [], env: {}, epoch });
  const laid: LaidOut[] = [];
  const all: readonly Pick<LaidOut, 'unit' | 'makes'>[] = graph.units.flatMap((unit) => [
    { unit },
    { unit, makes: 'assets' as const },
  ]);
  for (const { unit, makes } of all) {
    const own = matrix.build.include.filter((job) => job.unit === unit.id && job.makes === makes);
    const found = own.flatMap((job) => {
      const bundle = builds.get(job.id);
      return bundle === undefined ? [] : [{ job, bundle }];
    });
    if (own.length === 0 || found.length < own.length) continue;
    const read = await Promise.all(found.map(({ job, bundle }) => readPart(job, bundle, hands.depot)));
    const parts = inOrder(
      unit,
      read.flatMap((part) => (part.ok ? [part.value] : [])),
      jobs,
    );
    const wrong = read.flatMap((part) => (part.ok ? [] : part.problems));
    // One for each: slugs are unique within an ecosystem.
    const bench = await workshop.begin();
    const made =
      wrong.length > 0
        ? { files: [], manifest: '', problems: wrong }
        : await (makes === 'assets' ? assembleAssets : assemble)(unit, parts, {
            jobs,
            bench,
            depot: hands.depot,
            recorded: () => undefined,
          });
    laid.push({
      ...{ unit, parts, version: own[0]?.version ?? '' },
      ...(makes === undefined ? {} : { makes }),
      ...made,
      keep: () =>
        makes === 'assets' ? bench.keep('assets', assetSlug(unit)) : bench.keep(unit.ecosystem, slugOf(unit.id)),
      leave: () => bench.leave(),
    });
  }
  return laid;
}

/** As one machine would have made them: platforms in the order of the settings. */
function inOrder(unit: Unit, parts: readonly Part[], { repo, config }: Jobs): readonly Part[] {
  const platforms = spreadOf(unit, { repo, config }, config.matrix?.units?.[unit.id] ?? {})?.platforms ?? [];
  return [...parts].sort((a, b) => platforms.indexOf(a.job.platform) - platforms.indexOf(b.job.platform));
}
