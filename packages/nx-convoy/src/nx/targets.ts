import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { isMade, isPackaged, madeWith } from '../graph/packaged.ts';
import { packagedBefore } from '../graph/packaged-before.ts';
import { withoutRings } from '../graph/without-rings.ts';
import type { Config } from '../model/config.ts';
import type { Graph } from '../model/graph.ts';
import type { Unit } from '../model/unit.ts';
import { slugOf } from '../packaging/slug.ts';
import { withAssets, withTest } from './asset-targets.ts';
import { publishTargets } from './publish-targets.ts';

type Targets = Readonly<Record<string, TargetConfiguration>>;

/** What every folder with units can be asked. Several units of one folder are told apart by the option `units`. */
export function unitTargets(units: readonly Unit[], graph: Graph, config: Config): Record<string, TargetConfiguration> {
  return {
    'release-graph': verbTarget('graph', { units: units.map(({ id }) => id) }),
    ...withTest(
      withAssets(
        packageTarget(units.filter(isPackaged(config)), projectsBefore(units, graph, config), config),
        units,
        config,
      ),
      units,
    ),
    ...privateTarget(units, config),
    ...publishTargets(units, graph),
  };
}

/**
 * What is packaged is a commit, so that is what a cache asks for, with what else decides the bytes. A tree that differs from it is an
 * input as well: otherwise a hit would hide that it is refused.
 */
function packageTarget(packed: readonly Unit[], before: readonly string[], config: Config): Targets {
  if (packed.length === 0) return {};
  const [tools, reads] = [new Set<string>(), new Set<string>()];
  for (const unit of packed) {
    for (const argv of Object.values(config.units[unit.id]?.package?.tools ?? {})) tools.add(quoted(argv));
    for (const { argv } of madeWith(unit)?.tools ?? []) tools.add(argv.join(' '));
    // Nx takes a command that fails for a mistake, and here one is enough.
    for (const { argv } of madeWith(unit)?.choices ?? []) tools.add(`${quoted(argv)} || echo absent`);
    for (const name of madeWith(unit)?.reads ?? []) reads.add(name);
  }
  const runtimes = ['git rev-parse HEAD', 'git status --porcelain --untracked-files=all -- .', ...tools];
  return {
    package: {
      executor: 'nx-convoy:package',
      options: { units: packed.map(({ id }) => id), out: 'dist/release' },
      cache: true,
      ...(before.length === 0 ? {} : { dependsOn: [{ projects: [...before], target: 'package', params: 'forward' }] }),
      inputs: [
        ...runtimes.map((runtime) => ({ runtime })),
        ...[...reads].map((env) => ({ env })),
        // The digests that were made before are written into what is made here.
        ...(before.length === 0 ? [] : [{ dependentTasksOutputFiles: '**/manifest.json' }]),
      ],
      outputs: packed.map(({ id, ecosystem }) => `{options.out}/${ecosystem}/${slugOf(id)}`),
    },
  };
}

/**
 * What no registry takes is packaged where somebody asks for it by name. Nx cannot tell that from a run over everything, so it is a target
 * of its own: only a command of the unit's own says that it is always meant.
 */
function privateTarget(units: readonly Unit[], config: Config): Targets {
  const isNamedOnly = (unit: Unit): boolean => unit.private && isMade(unit, config) && !isPackaged(config)(unit);
  const { package: target } = packageTarget(units.filter(isNamedOnly), [], config);
  return target === undefined ? {} : { 'package-private': target };
}

/** For a shell, of whatever system: what has letters that one of them looks into stands in double quotes. */
const quoted = (argv: readonly string[]): string =>
  argv.map((word) => (/^[\w./=-]+$/.test(word) ? word : `"${word}"`)).join(' ');

/** Whose package must be there before that of a folder. */
function projectsBefore(units: readonly Unit[], graph: Graph, config: Config): readonly string[] {
  const before = orders.get(graph) ?? orderOf(graph, config);
  orders.set(graph, before);
  return before(units[0]?.project ?? '');
}

type Before = ReturnType<typeof withoutRings>;

/** Every folder asks, and the graph is the same for all. */
const orders = new WeakMap<Graph, Before>();

function orderOf(graph: Graph, config: Config): Before {
  const before = packagedBefore(graph);
  const found = new Map<string, Set<string>>();
  for (const unit of graph.units.filter(isPackaged(config))) {
    const others = before(unit).flatMap(({ project }) => (project === unit.project ? [] : [project]));
    found.set(unit.project, new Set([...(found.get(unit.project) ?? []), ...others]));
  }
  return withoutRings(found);
}

/** The verbs that look at the whole repository sit on its root, also where nothing else would make that a project. */
const rootTargets: Targets = {
  'release-graph': verbTarget('graph', {}),
  'release-plan': verbTarget('plan', {}),
  'release-apply': verbTarget('apply', {}),
  'release-package': verbTarget('package', {}),
  'release-merge': verbTarget('merge', {}),
  'release-publish': verbTarget('publish', {}),
  'release-package-test': verbTarget('package-test', {}),
  'release-sync': verbTarget('sync', {}),
  'release-tag': verbTarget('tag', {}),
  'release-verify': verbTarget('verify', {}),
  'release-verify-commit': verbTarget('verify-commit', {}),
  'release-rehearse': verbTarget('rehearse', {}),
  'release-replay': verbTarget('replay', {}),
};

export const rootProject = (project: ProjectConfiguration): ProjectConfiguration => ({
  ...project,
  targets: { ...project.targets, ...rootTargets },
});

/** `cache: false` is said, so that no default for a target's name makes an answer about the whole repository stale. */
function verbTarget(verb: string, options: Readonly<Record<string, unknown>>): TargetConfiguration {
  return { executor: `nx-convoy:${verb}`, options, cache: false };
}
