import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import type { Unit } from '../model/unit.ts';

type Targets = Readonly<Record<string, TargetConfiguration>>;

/** What every folder with units can be asked. Several units of one folder are told apart by the option `units`. */
export function unitTargets(units: readonly Unit[]): Record<string, TargetConfiguration> {
  return { 'release-graph': verbTarget('graph', { units: units.map(({ id }) => id) }) };
}

/** The verbs that look at the whole repository sit on its root, also where nothing else would make that a project. */
const rootTargets: Targets = {
  'release-graph': verbTarget('graph', {}),
  'release-plan': verbTarget('plan', {}),
  'release-apply': verbTarget('apply', {}),
  'release-sync': verbTarget('sync', {}),
  'release-tag': verbTarget('tag', {}),
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
