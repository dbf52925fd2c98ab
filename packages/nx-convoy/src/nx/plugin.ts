import type { CreateDependenciesContext, CreateNodes, ProjectConfiguration } from '@nx/devkit';
import { ecosystems } from '../ecosystems/index.ts';
import { tagsOfProject } from '../graph/tags-of-project.ts';
import type { Unit } from '../model/unit.ts';
import { isWithin, nameOf } from '../paths/inside.ts';
import { survey, type Surveyed } from './survey.ts';
import { rootProject, unitTargets } from './targets.ts';

export const name = 'nx-convoy';

/** Flat, because Nx 22.7 fails on nested braces. nx.json is there so that a repository without units has our root target too. */
const manifests = `**/{${['nx.json', ...ecosystems.flatMap(({ globs }) => globs.map(nameOf))].join(',')}}`;

/**
 * The files that Nx hands over only say that something may have changed: units are known from the whole repository, which is
 * surveyed once for all of them.
 */
export const createNodes: CreateNodes = [
  manifests,
  async (files, _options, { workspaceRoot }) => {
    const { graph, config, rootName } = await survey(workspaceRoot);
    const projects = new Map<string, ProjectConfiguration>();
    for (const [root, units] of byFolder(graph.units)) projects.set(root, projectOf(root, units, { graph, config }));
    const root = projects.get('.') ?? { root: '.', ...(rootName === undefined ? {} : { name: rootName }) };
    projects.set('.', rootProject(root));
    const source = files.includes('nx.json') ? 'nx.json' : (files[0] ?? 'nx.json');
    return [...projects].map(([root, project]) => [
      project.metadata === undefined ? source : (graph.units.find((unit) => unit.root === root)?.manifest ?? source),
      { projects: { [root]: project } },
    ]);
  },
];
export const createNodesV2 = createNodes;

/**
 * An edge as Nx takes it. Nx's own type names an enum, which would have to be imported at run time: the package's entry must load
 * where Nx is not installed.
 */
interface Dependency {
  readonly source: string;
  readonly target: string;
  readonly type: 'static' | 'implicit';
  readonly sourceFile?: string;
}

export async function createDependencies(
  _options: unknown,
  { workspaceRoot, projects }: CreateDependenciesContext,
): Promise<readonly Dependency[]> {
  const { graph } = await survey(workspaceRoot, 'kept');
  const nameAt = new Map(Object.entries(projects).map(([name, { root }]) => [root, name]));
  const roots = [...nameAt.keys()];
  const rootOf = new Map(graph.units.map((unit) => [unit.id, unit.root]));
  const dependencies = new Map<string, Dependency>();
  for (const { from, to, file } of graph.edges) {
    const [source, target] = [nameAt.get(rootOf.get(from) ?? ''), nameAt.get(rootOf.get(to) ?? '')];
    if (source === undefined || target === undefined || source === target) continue;
    // Nx takes a file as the source of an edge only if the project owns it: an inherited or composed need stands elsewhere.
    const owned = ownerOf(file, roots) === rootOf.get(from);
    dependencies.set(
      `${source}\n${target}`,
      owned
        ? { source, target, sourceFile: file, type: 'static' }
        : (dependencies.get(`${source}\n${target}`) ?? { source, target, type: 'implicit' }),
    );
  }
  return [...dependencies.values()];
}

function byFolder(units: readonly Unit[]): ReadonlyMap<string, readonly Unit[]> {
  const folders = new Map<string, Unit[]>();
  for (const unit of units) {
    const list = folders.get(unit.root);
    if (list === undefined) folders.set(unit.root, [unit]);
    else list.push(unit);
  }
  return folders;
}

function projectOf(
  root: string,
  units: readonly Unit[],
  { graph, config }: Pick<Surveyed, 'graph' | 'config'>,
): ProjectConfiguration {
  const ids = new Set(units.map(({ id }) => id));
  const convoy = {
    units: units.map(({ id, version, private: isPrivate }) => ({ id, version, private: isPrivate })),
    edges: graph.edges.filter(({ from }) => ids.has(from)).map(({ from, to, kind }) => ({ from, to, kind })),
  };
  const metadata: ProjectConfiguration['metadata'] & { convoy: typeof convoy } = { convoy };
  return {
    root,
    name: units[0]?.project ?? root,
    tags: [...new Set(units.flatMap(tagsOfProject))],
    metadata,
    targets: unitTargets(units, graph, config),
  };
}

function ownerOf(file: string, roots: readonly string[]): string | undefined {
  let owner: string | undefined;
  for (const root of roots) {
    if (isWithin(file, root) && (owner === undefined || owner === '.' || root.length > owner.length)) owner = root;
  }
  return owner;
}
