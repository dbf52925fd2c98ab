import type { TargetConfiguration } from '@nx/devkit';
import type { Config } from '../model/config.ts';
import type { Unit } from '../model/unit.ts';
import { assetSlug } from '../packaging/assets/slug.ts';

type Targets = Readonly<Record<string, TargetConfiguration>>;

/**
 * What is handed out beside the packages is a task of its own, that each is made anew only where it must be; where a folder has nothing else
 * to package, it is what `package` makes there.
 */
export function withAssets(targets: Targets, units: readonly Unit[], { assets = {} }: Config): Targets {
  const handing = units.filter(({ id, version }) => version !== undefined && (assets[id] ?? []).length > 0);
  const { package: packing } = targets;
  if (handing.length === 0) return targets;
  const own = assetTarget(handing);
  if (packing === undefined) return { ...targets, package: own };
  return {
    ...targets,
    package: {
      ...packing,
      options: { ...optionsOf(packing), assets: 'none' },
      dependsOn: [...(packing.dependsOn ?? []), { target: 'package-assets', params: 'forward' }],
    },
    'package-assets': own,
  };
}

const assetTarget = (units: readonly Unit[]): TargetConfiguration => ({
  executor: 'nx-convoy:package',
  options: { units: units.map(({ id }) => id), out: 'dist/release', assets: 'only' },
  // A cache knows nothing of files that git ignores, and any of these may be one; nor of the targets that a machine can build for.
  cache: false,
  outputs: units.map((unit) => `{options.out}/assets/${assetSlug(unit)}`),
});

const optionsOf = ({ options }: TargetConfiguration): object => options as object;

/** Tries what was packaged of a folder: with what it needs of other folders, which is packaged before. */
export function withTest(targets: Targets, units: readonly Unit[]): Targets {
  if (targets.package === undefined) return targets;
  const named = [targets.package, targets['package-assets']].flatMap((target) =>
    target === undefined ? [] : (optionsOf(target) as { readonly units: readonly string[] }).units,
  );
  return {
    ...targets,
    'package-test': {
      executor: 'nx-convoy:package-test',
      options: { units: units.map(({ id }) => id).filter((id) => named.includes(id)), out: 'dist/release' },
      cache: false,
      dependsOn: [
        { target: 'package', params: 'forward' },
        { target: 'package', dependencies: true, params: 'forward' },
      ],
    },
  };
}
