import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { ecosystems } from '../ecosystems/index.ts';
import type { Unit } from '../model/unit.ts';
import { slugOf } from '../packaging/slug.ts';

type Targets = Readonly<Record<string, TargetConfiguration>>;

/** What every folder with units can be asked. Several units of one folder are told apart by the option `units`. */
export function unitTargets(units: readonly Unit[]): Record<string, TargetConfiguration> {
  return { 'release-graph': verbTarget('graph', { units: units.map(({ id }) => id) }), ...packageTarget(units) };
}

/**
 * What is packaged is a commit, so that is what a cache asks for, with what else decides the bytes. A tree that differs from it is an
 * input as well: otherwise a hit would hide that it is refused.
 */
function packageTarget(units: readonly Unit[]): Targets {
  const packed = units.filter((unit) => !unit.private && unit.version !== undefined && madeWith(unit) !== undefined);
  if (packed.length === 0) return {};
  const [tools, reads] = [new Set<string>(), new Set<string>()];
  for (const unit of packed) {
    for (const { argv } of madeWith(unit)?.tools ?? []) tools.add(argv.join(' '));
    for (const name of madeWith(unit)?.reads ?? []) reads.add(name);
  }
  const runtimes = ['git rev-parse HEAD', 'git status --porcelain --untracked-files=all -- .', ...tools];
  return {
    package: {
      executor: 'nx-convoy:package',
      options: { units: packed.map(({ id }) => id), out: 'dist/release' },
      cache: true,
      inputs: [...runtimes.map((runtime) => ({ runtime })), ...[...reads].map((env) => ({ env }))],
      outputs: packed.map(({ id, ecosystem }) => `{options.out}/${ecosystem}/${slugOf(id)}`),
    },
  };
}

const madeWith = (unit: Unit) => ecosystems.find(({ id }) => id === unit.ecosystem)?.madeWith;

/** The verbs that look at the whole repository sit on its root, also where nothing else would make that a project. */
const rootTargets: Targets = {
  'release-graph': verbTarget('graph', {}),
  'release-plan': verbTarget('plan', {}),
  'release-apply': verbTarget('apply', {}),
  'release-package': verbTarget('package', {}),
  'release-sync': verbTarget('sync', {}),
  'release-tag': verbTarget('tag', {}),
  'release-verify': verbTarget('verify', {}),
  'release-verify-commit': verbTarget('verify-commit', {}),
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
