import { ecosystems } from '../../ecosystems/index.ts';
import { kindsInOrder } from '../../graph/packaged-before.ts';
import type { Config } from '../../model/config.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Graph } from '../../model/graph.ts';
import type { Hands } from '../../model/hands.ts';
import type { Packaging, Recorded, Tool } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { Workshop } from '../../model/workshop.ts';
import type { Manifest } from '../../packaging/manifest-schema.ts';
import { homeOf } from '../../planning/changelog/home.ts';
import type { Source } from '../gathering/source.ts';
import { boundsOf } from '../gathering/bounds.ts';
import { jobsOf } from './jobs.ts';
import { make } from './make.ts';
import type { Packaged } from './packaged.ts';
import { recordedOf } from './recorded.ts';

interface Ground extends Pick<Packaging, 'tracked' | 'keyOf' | 'timeoutMs' | 'part'> {
  readonly graph: Graph;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly source: Source;
  readonly out: string;
  readonly workshop: Workshop;
  /** Of an earlier release. */
  readonly since: ReadonlyMap<string, Manifest>;
}

export interface Packages {
  readonly made: readonly Packaged[];
  /** Of units of which nothing could be made. */
  readonly problems: readonly Problem[];
}

/** Makes what registries take, kind by kind: what is written into others is made before them. */
export async function makePackages(
  units: readonly Unit[],
  ground: Ground,
  hands: Pick<Hands, 'read'>,
): Promise<Packages> {
  const { graph, workshop, out, source } = ground;
  const [made, problems]: [Packaged[], Problem[]] = [[], []];
  const around = { root: workshop.root, out, commit: source.commit, read: (path: string) => hands.read(path) };
  const recorded = new Map<string, Recorded | undefined>();
  const record = async (unit: Pick<Unit, 'id' | 'ecosystem'>): Promise<void> =>
    void recorded.set(unit.id, await recordedOf(unit, around));
  for (const unit of graph.units.filter(isWrittenInto(graph))) await record(unit);
  for (const ecosystem of inOrder(graph)) {
    const wanted = units.filter((unit) => unit.ecosystem === ecosystem.id);
    if (wanted.length === 0) continue;
    const asked = await askedOf(wanted, ecosystem, ground, (unit) => recorded.get(unit));
    const { jobs, problems: refused } = jobsOf(ecosystem, asked);
    problems.push(...refused);
    for (const job of jobs) {
      const bench = await workshop.begin();
      try {
        const told = await make(job(bench.scratch), bench, aroundOf(units, ecosystem, asked, ground));
        made.push(...told);
        for (const { unit: id } of told) await record({ id, ecosystem: ecosystem.id });
      } finally {
        await bench.leave();
      }
    }
  }
  return { made, problems };
}

/** Those that others name by what was made of them, or hold as it was made. */
function isWrittenInto({ edges }: Graph): (unit: Unit) => boolean {
  const parts = new Set(edges.flatMap(({ to, isMade }) => (isMade === true ? [to] : [])));
  return ({ id, images }) => images !== undefined || parts.has(id);
}

function inOrder(graph: Graph): readonly Ecosystem[] {
  const known = new Map(ecosystems.map((one) => [one.id, one]));
  return kindsInOrder(graph, [...known.keys()]).flatMap((kind) => known.get(kind) ?? []);
}

async function askedOf(
  units: readonly Unit[],
  { madeWith }: Ecosystem,
  { graph, repo, config, tracked, keyOf, timeoutMs, workshop, source, part }: Ground,
  recorded: Packaging['recorded'],
): Promise<Packaging> {
  const home = homeOf(repo, graph.units);
  const { commit, date, epoch } = source;
  return {
    ...{ units, tracked, graph, repo, config, root: workshop.root, cache: workshop.cache, recorded, keyOf, timeoutMs },
    source: { commit, date, epoch: Number(epoch), ...(home === undefined ? {} : { url: home.url }) },
    ...(part === undefined ? {} : { part }),
    works: await workingOf(madeWith?.choices ?? [], workshop),
  };
}

async function workingOf(choices: readonly Tool[], workshop: Workshop): Promise<Readonly<Record<string, string>>> {
  const versions = await Promise.all(choices.map(async (tool) => [tool.name, await workshop.version(tool)] as const));
  return Object.fromEntries(versions.flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])));
}

const aroundOf = (
  units: readonly Unit[],
  ecosystem: Ecosystem,
  asked: Packaging,
  { repo, config, source, out, workshop, timeoutMs, since }: Ground,
) => ({
  ...{ ecosystem, repo, config, source, out, workshop, timeoutMs, asked },
  units: new Map(units.map((unit) => [unit.id, unit])),
  bounds: (unit: Unit) => boundsOf(unit, ecosystem, { config, repo, since }),
});
