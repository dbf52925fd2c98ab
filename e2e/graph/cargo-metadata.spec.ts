import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseFact } from '../../tools/facts/fact.ts';
import { facts } from '../../tools/facts/list.ts';
import { root } from '../../tools/root.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { graphOf } from '../world/bin.ts';
import { tempFolder, writeFact } from '../world/folder.ts';

interface Metadata {
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly manifest_path: string;
    readonly publish: readonly string[] | null;
    readonly dependencies: readonly { readonly path?: string; readonly kind: 'dev' | 'build' | null }[];
  }[];
}

/** Pages whose workspace cargo itself refuses, or whose edges stand in `[patch]`, which `--no-deps` does not follow. */
const different = new Set([
  'broken-and-hostile-manifests',
  'inherited-version-publish-dependencies',
  'patch-as-the-only-local-link',
]);

describeWith('cargo', (cargo) => {
  it.each((facts.cargo ?? []).filter((fact) => !different.has(fact)))('cargo metadata says the same: %s', (fact) => {
    const page = join(root, 'packages/nx-convoy/src/ecosystems/cargo/__fixtures__', `${fact}.fact`);
    const folder = writeFact(tempFolder(), parseFact(readFileSync(page, 'utf8')).files);
    const graph = graphOf(folder);
    const byId = new Map(graph.units.map((unit) => [unit.id, unit]));
    const told = new Map<string, Metadata['packages'][number]>();
    // Every manifest is asked, for a folder may hold several workspaces and crates that stand alone.
    for (const { manifest } of graph.units)
      for (const one of metadata(folder, manifest).packages) told.set(relative(folder, one.manifest_path), one);
    const packages = [...told].filter(([manifest]) => !graph.ignored.some(({ file }) => file === manifest));

    expect(
      graph.units
        .map(({ name, manifest, version, private: isPrivate }) => ({
          name,
          manifest,
          version: version ?? '0.0.0',
          isPrivate,
        }))
        .sort(byManifest),
    ).toEqual(
      packages
        .map(([manifest, { name, version, publish }]) => ({
          name,
          manifest,
          version,
          isPrivate:
            publish?.length === 0 || (byId.get(`cargo:${name}`)?.version === undefined && !hasTwin(graph.units, name)),
        }))
        .sort(byManifest),
    );

    const edges = new Set(
      graph.edges.map(
        ({ from, to, kind }) => `${byId.get(from)?.manifest ?? ''} > ${byId.get(to)?.manifest ?? ''} ${kind}`,
      ),
    );
    const needs = packages.flatMap(([manifest, { dependencies }]) =>
      dependencies.flatMap(({ path, kind }) => {
        const target = path === undefined ? manifest : relative(folder, join(path, 'Cargo.toml'));
        return target === manifest ? [] : [`${manifest} > ${target} ${kind ?? 'runtime'}`];
      }),
    );
    expect(edges).toEqual(new Set(needs));
  });

  function metadata(folder: string, manifest: string): Metadata {
    const { status, stdout, stderr } = spawnSync(
      cargo.path,
      ['metadata', '--no-deps', '--offline', '--format-version=1', '--manifest-path', join(folder, manifest)],
      { encoding: 'utf8', env: { ...process.env, ...cargo.env }, cwd: folder },
    );
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Metadata;
  }
});

const byManifest = (a: { manifest: string }, b: { manifest: string }): number => (a.manifest < b.manifest ? -1 : 1);

const hasTwin = (units: readonly { name: string }[], name: string): boolean =>
  units.filter((unit) => unit.name === name).length > 1;
