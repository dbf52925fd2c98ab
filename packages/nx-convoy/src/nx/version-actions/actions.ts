import type { ProjectGraph, ProjectGraphDependency, Tree } from '@nx/devkit';
import { VersionActions } from 'nx/release';
import semver from 'semver';
import { ecosystems } from '../../ecosystems/index.ts';
import type { Change } from '../../model/edit.ts';
import type { Edge } from '../../model/graph.ts';
import type { Place } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { isWithin, nameOf } from '../../paths/inside.ts';
import { editsOf, type Target } from '../../planning/edits/edits.ts';
import { policyOf } from '../../planning/causes/propagate.ts';
import { canonical } from '../../versions/canonical.ts';
import { validatedWorkspaceOf, workspaceOf, type Workspace } from './workspace.ts';
import { refusal, write } from './write.ts';

/**
 * `nx release` over the same survey and the same edits as our own plan. A project may hold several units: all of them go to the
 * project's one version, each in its manifest and in its registry's spelling.
 */
export class ConvoyVersionActions extends VersionActions {
  /** Nx shows these in messages; without any it takes a project for one that has no manifest. */
  validManifestFilenames: string[] | null = [...new Set(ecosystems.flatMap(({ globs }) => globs.map(nameOf)))];
  /** Only versions change: neither Prettier nor another formatter may touch the rest. */
  override excludeManifestsFromFormatting = true;

  /** Nx's own would take the first file name of the list, whether it is there or not, and no other. */
  override async init(tree: Tree): Promise<void> {
    const { root } = this.projectGraphNode.data;
    // Nx's own type for these does not hold under strict null checks.
    const roots = this.finalConfigForProject.manifestRootsToUpdate as readonly { readonly path: string }[];
    const other = roots.find(({ path }) => path !== root && path !== '{projectRoot}');
    if (other !== undefined) throw new Error(otherRoot(this.projectGraphNode.name, other.path));
    const { units, edges } = this.own(await workspaceOf(tree));
    if (units.length > 0) this.validManifestFilenames = [...new Set(units.map(({ manifest }) => nameOf(manifest)))];
    this.manifestsToUpdate = [...filesOf(units, edges)].map((manifestPath) => ({
      manifestPath,
      preserveLocalDependencyProtocols: this.finalConfigForProject.preserveLocalDependencyProtocols ?? true,
    }));
  }

  override async validate(tree: Tree): Promise<void> {
    const workspace = await validatedWorkspaceOf(tree);
    if (this.own(workspace).units.length === 0)
      throw new Error(noUnit(this.projectGraphNode.name, this.projectGraphNode.data.root, workspace));
  }

  async readCurrentVersionFromSourceManifest(
    tree: Tree,
  ): Promise<{ currentVersion: string; manifestPath: string } | null> {
    const { units } = this.own(await workspaceOf(tree));
    const stated = units.flatMap((unit) => {
      const currentVersion = canonical(unit.version ?? '');
      return currentVersion === undefined ? [] : [{ currentVersion, manifestPath: sourceOf(unit) ?? unit.manifest }];
    });
    return stated.sort((a, b) => semver.rcompare(a.currentVersion, b.currentVersion))[0] ?? null;
  }

  readCurrentVersionFromRegistry(): Promise<{ currentVersion: string | null; logText: string }> {
    return Promise.resolve({
      currentVersion: null,
      logText: 'nx-convoy does not ask registries for versions; set "currentVersionResolver" to "git-tag" or "disk"',
    });
  }

  /** What orders units and passes changes on: also needs that stand in a shared file, which Nx has as implicit ones. */
  override async readDependencies(tree: Tree, { nodes }: ProjectGraph): Promise<ProjectGraphDependency[]> {
    const workspace = await workspaceOf(tree);
    const passing = this.own(workspace).edges.filter(
      ({ kind }) => policyOf(kind, workspace.rule.dependents, workspace.rule.policies) !== 'never',
    );
    const source = this.projectGraphNode.name;
    const roots = new Map(Object.values(nodes).map(({ name, data }) => [data.root, name]));
    const unitRoots = new Map(workspace.graph.units.map(({ id, root }) => [id, root]));
    const targets = new Set(passing.flatMap(({ to }) => roots.get(unitRoots.get(to) ?? '') ?? []));
    return [...targets].filter((target) => target !== source).map((target) => ({ source, target, type: 'static' }));
  }

  /** Null would make Nx leave the need alone: one without a range is known by the version that it finds. */
  async readCurrentVersionOfDependency(
    tree: Tree,
    { nodes }: ProjectGraph,
    dependency: string,
  ): Promise<{ currentVersion: string | null; dependencyCollection: string | null }> {
    const workspace = await workspaceOf(tree);
    const needed = unitsIn(workspace, nodes[dependency]?.data.root);
    const edges = this.own(workspace).edges.filter(({ to }) => needed.some(({ id }) => id === to));
    const edge = edges.find(({ range }) => range !== undefined) ?? edges[0];
    if (edge === undefined) return { currentVersion: null, dependencyCollection: null };
    const version = needed.find(({ id }) => id === edge.to)?.version;
    return {
      currentVersion: edge.range ?? version ?? edge.pins?.[0]?.version ?? null,
      dependencyCollection: edge.kind,
    };
  }

  async updateProjectVersion(tree: Tree, newVersion: string): Promise<string[]> {
    const workspace = await workspaceOf(tree);
    const { units, edges } = this.own(workspace);
    const targets = targetsAt(units, newVersion);
    // Nx knows no needs within one project: those move along with it.
    const { edits, problems } = editsOf(targets, edges, ecosystems);
    if (problems.length > 0) throw refusal(problems);
    for (const [id, { unit, spelling }] of targets) workspace.changes.set(id, changeOf(unit, spelling));
    const told = write(tree, edits, workspace, { project: this.projectGraphNode.name });
    return told.map(({ file, line, after }) => `✍️  New version ${after} written to manifest: ${file}:${line}`);
  }

  /** The author's operators stay, so Nx's prefix is taken off again. */
  async updateProjectDependencies(
    tree: Tree,
    { nodes }: ProjectGraph,
    dependencies: Record<string, string>,
  ): Promise<string[]> {
    const workspace = await workspaceOf(tree);
    const { units, edges } = this.own(workspace);
    // A dependent that Nx asks about is released too: its requirement keeps step. Its own version was written before.
    const self = units.map(
      (unit) => [unit.id, { unit, to: unit.version ?? '', spelling: unit.version ?? '' }] as const,
    );
    const places = new Set(edges.flatMap((edge) => placesOf(edge).map(({ file, line }) => placeOf(file, line))));
    return Object.entries(dependencies).flatMap(([project, version]) => {
      const needed = unitsIn(workspace, nodes[project]?.data.root);
      const targets = new Map([...targetsAt(needed, version.replace(/^[~^=]/, '')), ...self]);
      const edits = editsOf(targets, edges, ecosystems).edits.filter(({ file, line }) =>
        places.has(placeOf(file, line)),
      );
      const told = write(tree, edits, workspace, { names: needed.map(({ name }) => name) });
      return told.map(({ file, line, before, after }) => `✍️  ${file}:${line}: ${before} is now ${after}`);
    });
  }

  private own(workspace: Workspace): { units: readonly Unit[]; edges: readonly Edge[] } {
    const units = unitsIn(workspace, this.projectGraphNode.data.root);
    const ids = new Set(units.map(({ id }) => id));
    return { units, edges: workspace.graph.edges.filter(({ from }) => ids.has(from)) };
  }
}

const unitsIn = ({ graph }: Workspace, root: string | undefined): readonly Unit[] =>
  graph.units.filter((unit) => unit.root === root);

const sourceOf = ({ versionSource: source }: Unit): string | undefined =>
  source?.is === 'written' || source?.is === 'inherited' ? source.at.file : undefined;

const placeOf = (file: string, line = 1): string => `${file}:${line}`;

/** Where a need names a version: in requirements, in tags of images. */
const placesOf = ({ requirements, pins = [] }: Edge): readonly Place[] =>
  [...requirements, ...pins].map(({ at }) => at);

/** Every file in which a version of these units or a requirement of theirs stands. */
const filesOf = (units: readonly Unit[], edges: readonly Edge[]): ReadonlySet<string> =>
  new Set([
    ...units.flatMap((unit) => [unit.manifest, sourceOf(unit) ?? unit.manifest]),
    ...edges.flatMap((edge) => placesOf(edge).map(({ file }) => file)),
  ]);

function targetsAt(units: readonly Unit[], version: string): Map<string, Target> {
  return new Map(
    units.map((unit) => {
      const spelled = ecosystems.find(({ id }) => id === unit.ecosystem)?.spell(version);
      if (spelled?.ok === false) throw refusal(spelled.problems);
      return [unit.id, { unit, to: version, spelling: spelled?.ok === true ? spelled.value : version }] as const;
    }),
  );
}

const changeOf = ({ ecosystem, name, root, manifest, version }: Unit, to: string): Change => ({
  ecosystem,
  name,
  root,
  manifest,
  ...(version === undefined ? {} : { from: version }),
  to,
});

function noUnit(project: string, root: string, { graph }: Workspace): string {
  const near = [
    ...graph.problems.filter(({ where }) => where !== undefined && isWithin(where.file, root)).map(({ what }) => what),
    ...graph.ignored.filter(({ file }) => isWithin(file, root)).map(({ file, why }) => `${file} is left out: ${why}.`),
  ];
  return `The project "${project}" holds nothing that nx-convoy releases.${near.map((line) => `\n- ${line}`).join('')}\n\nLeave it out of nx.json's "release" ("!${project}" in "projects"), or give it other "release.version.versionActions" in its project.json.`;
}

const otherRoot = (project: string, path: string): string =>
  `"manifestRootsToUpdate" of "${project}" names ${path}, but nx-convoy writes the manifests where they stand.\n\nRemove "manifestRootsToUpdate" from nx.json, and let the build copy the manifest to ${path}.`;
