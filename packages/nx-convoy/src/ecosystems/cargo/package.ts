import type { Job, JobIn, MadeWith, Packaging } from '../../model/packaging.ts';
import { ok, type Result } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { folderOf } from '../../paths/inside.ts';
import { commonDestination } from './destination.ts';

export const crateMadeWith: MadeWith = {
  tools: [
    { name: 'cargo', argv: ['cargo', '--version'] },
    { name: 'rustc', argv: ['rustc', '--version'] },
  ],
  reads: ['RUSTFLAGS', 'CARGO_ENCODED_RUSTFLAGS', 'CARGO_BUILD_TARGET', 'RUSTC_WRAPPER', 'CARGO_NET_OFFLINE'],
};

/**
 * Crates whose siblings are not out yet can only be verified together: cargo then takes what it has just packaged for what the registry
 * will hold. So each workspace is one command, with all that the wanted crates need of it, wanted or not. The files do not depend on who
 * else was packaged.
 */
export function packageCrates(asked: Packaging): Result<readonly JobIn[]> {
  const workspaces = new Map<string, Unit[]>();
  for (const unit of asked.units) {
    const manifest = unit.workspace ?? unit.manifest;
    workspaces.set(manifest, [...(workspaces.get(manifest) ?? []), unit]);
  }
  return ok(
    [...workspaces].map(
      ([manifest, units]) =>
        () =>
          jobOf(manifest, units, asked),
    ),
  );
}

function jobOf(manifest: string, wanted: readonly Unit[], asked: Packaging): Job {
  const crates = withSiblings(wanted, manifest, asked);
  const target = `${asked.cache}/cargo/${asked.keyOf(crates.map(({ id }) => id))}`;
  const features = featuresOf(crates, asked);
  const { args, env } = commonDestination(crates, asked.config);
  return {
    steps: [
      {
        do: 'run',
        argv: [
          'cargo',
          'package',
          ...crates.flatMap(({ name }) => ['--package', name]),
          ...(features.length === 0 ? [] : ['--features', features.join(',')]),
          '--target-dir',
          target,
          ...args,
          ...(hasLock(manifest, asked) ? ['--locked'] : []),
        ],
        cwd: folderOf(manifest),
        env: { CARGO_TERM_COLOR: 'never', CARGO_TERM_PROGRESS_WHEN: 'never', CARGO_INCREMENTAL: '0', ...env },
        timeoutMs: asked.timeoutMs,
      },
    ],
    makes: wanted.map(({ id, name, version = '' }) => ({
      unit: id,
      version,
      folder: `${target}/package`,
      names: [`${name}-${version}.crate`],
    })),
    ...crateMadeWith,
    identity: () => ({ by: 'bytes' }),
  };
}

/** A crate that cargo would otherwise look for on the registry, where this release has not put it yet. */
function withSiblings(wanted: readonly Unit[], manifest: string, { graph }: Packaging): readonly Unit[] {
  const members = new Map(
    graph.units
      .filter((unit) => unit.ecosystem === 'cargo' && (unit.workspace ?? unit.manifest) === manifest)
      .map((unit) => [unit.id, unit]),
  );
  const needs = new Map<string, string[]>();
  for (const { from, to, orders } of graph.edges) if (orders) needs.set(from, [...(needs.get(from) ?? []), to]);
  const chosen = new Set(wanted.map(({ id }) => id));
  for (const id of chosen)
    for (const needed of needs.get(id) ?? []) if (members.get(needed)?.private === false) chosen.add(needed);
  return [...members.values()].filter(({ id }) => chosen.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Of several crates in one command a feature is told by its crate. */
const featuresOf = (crates: readonly Unit[], { config }: Packaging): readonly string[] =>
  crates.flatMap(({ id, name }) => (config.units[id]?.features ?? []).map((feature) => `${name}/${feature}`));

/** A lock that the release has brought along is what users get: cargo must not mend it unseen. */
const hasLock = (manifest: string, { repo }: Packaging): boolean => {
  const folder = folderOf(manifest);
  return repo.text(folder === '.' ? 'Cargo.lock' : `${folder}/Cargo.lock`) !== undefined;
};
