import { ecosystems } from '../../ecosystems/index.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Hands } from '../../model/hands.ts';
import { ok, type Problem, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { TrialIn, TrialStep } from '../../model/trial.ts';
import type { World } from '../../model/world.ts';
import { manifestDigest, type Tested, type TestedCommand } from '../../packaging/tested.ts';
import { firstWay, phases } from '../gathering/trial.ts';
import { archiveTrials } from './archives.ts';
import { sourceOf, type Built } from './built.ts';
import type { PackageTestOptions } from './options.ts';
import { failed, noTools, otherPython } from './problems.ts';

export interface Scene {
  readonly world: World & { readonly hands: Hands };
  readonly options: PackageTestOptions;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly graph: Graph;
  readonly built: ReadonlyMap<string, Built>;
  /** By which Python, where a job names one: `3.12`. */
  readonly python?: string;
}

/** Evidence, or why there is nothing to try. */
export type Tried = { readonly tested: Tested } | { readonly untried: string };

/** Installs exactly the files of one unit in a clean place, and runs its commands there. */
export async function tryOne(one: Built, scene: Scene, wrong: readonly Problem[]): Promise<Tried> {
  const { world, config } = scene;
  const { hands, clock } = world;
  const startedAt = new Date(clock.now()).toISOString();
  const commands: TestedCommand[] = [];
  const end = (problems: readonly Problem[], tools: Readonly<Record<string, string>>): Tried => ({
    tested: {
      ...{ schema: 1, kind: 'package-test', unit: one.unit.id, version: one.manifest.version },
      ...{ commit: one.manifest.source.commit, manifest: manifestDigest(one.text), ok: problems.length === 0 },
      ...{ tool: world.tool, machine: `${hands.clients.os}-${hands.clients.arch}`, tools: { ...tools } },
      ...{ startedAt, endedAt: new Date(clock.now()).toISOString(), commands },
      problems: problems.map(({ code, what, fix }) => ({ code, what, fix })),
    },
  });
  if (wrong.length > 0) return end(wrong, {});
  const ways = waysOf(one, scene);
  if (!ways.ok) return end(ways.problems, {});
  if (ways.value.length === 0) return { untried: 'there is nothing of it that could be installed from files' };
  const lets = config.package?.env ?? [];
  const room = await hands.trialRoom({ lets });
  try {
    const way = await firstWay(ways.value, room);
    if ('missing' in way) return end([noTools(one.unit.id, way.missing)], {});
    const { trial, tools } = way;
    const { python } = scene;
    if (python !== undefined && tools.python !== undefined && !isThatPython(tools.python, python))
      return end([otherPython(one.unit.id, python, tools.python)], tools);
    const run = phases<TestedCommand['phase']>(trial, room, clock, commands);
    await room.furnish(trial);
    const failure =
      (await run('prepare', trial.prepare)) ??
      (await run('install', trial.install)) ??
      (await run('smoke', trial.smoke)) ??
      (await run('integration', integration(one, scene)));
    for (const step of trial.after) await run('after', [step]);
    return end(failure === undefined ? [] : [failed(one.unit.id, failure, { lets, folder: room.folder })], tools);
  } finally {
    await room.leave();
  }
}

/** `3.13.1` is a 3.13; how it was built, `3.14t`, its number does not tell. */
const isThatPython = (version: string, wanted: string): boolean =>
  version === wanted || version.startsWith(`${wanted.replace(/t$/, '')}.`);

function waysOf(one: Built, scene: Scene): Result<readonly TrialIn[]> {
  const { world, options, repo, config, graph, built } = scene;
  const { clients } = world.hands;
  const timeoutMs = options.timeout * 1000;
  const smoke = filled(config.units[one.unit.id]?.smoke ?? [], one, scene);
  if (one.manifest.assets !== undefined) return ok(archiveTrials(one, { smoke, machine: clients, timeoutMs }));
  const ecosystem = ecosystems.find(({ id }) => id === one.unit.ecosystem);
  return (
    ecosystem?.verify?.({
      ...{ unit: one.unit, from: sourceOf(one, built, graph), repo, config, settings: clients, timeoutMs },
      ...(smoke.length === 0 ? {} : { smoke }),
      ...(scene.python === undefined ? {} : { python: scene.python }),
    }) ?? ok([])
  );
}

/** Beside the project that it was installed into: nothing of the workspace is near unless a command names it. */
const integration = (one: Built, scene: Scene): readonly TrialStep[] =>
  one.manifest.assets !== undefined
    ? []
    : filled(scene.config.units[one.unit.id]?.integration ?? [], one, scene).map((argv) => ({
        ...{ do: 'run', argv, cwd: 'project', timeoutMs: scene.options.timeout * 1000 },
      }));

const filled = (
  commands: readonly (readonly string[])[],
  { manifest, folder }: Built,
  { world }: Scene,
): readonly (readonly string[])[] =>
  commands.map((argv) =>
    argv.map((word) =>
      word
        .replaceAll('{version}', manifest.version)
        .replaceAll('{workspace}', world.hands.clients.workspace)
        .replaceAll('{files}', folder),
    ),
  );
