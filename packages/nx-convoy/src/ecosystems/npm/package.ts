import type { Job, JobIn, MadeWith, Making, Packaging, RunStep } from '../../model/packaging.ts';
import { ok, type Result } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { folderOf, isWithin, join, nameOf } from '../../paths/inside.ts';
import { readJson } from '../../text/json/read.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import { buildSteps } from '../own-build.ts';
import { readManifests } from '../reading.ts';
import { requirements, tableOf, type Package } from './manifest.ts';
import type { Managed } from './manager.ts';
import { membership } from './membership.ts';
import { inBuildOrder, needsWithin } from './package-builds.ts';
import { clientOf, tools, type Client } from './package-client.ts';
import { installSteps, madeIn, packSteps, scriptSteps, type Packed } from './package-steps.ts';

export const packageMadeWith: MadeWith = {
  tools: [{ name: 'node', argv: ['node', '--version'] }],
  choices: tools,
  reads: ['NODE_ENV', 'NODE_OPTIONS', 'NPM_CONFIG_REGISTRY', 'npm_config_registry', 'YARN_NPM_REGISTRY_SERVER'],
};

/**
 * Packages are made in a copy of what is committed. Those of which something runs first get an installation of their workspace, once for
 * all of them, and are built in the order of their needs; all others are packed as they are, without one.
 */
export function packagePackages(asked: Packaging): Result<readonly JobIn[]> {
  const files = new Set(asked.repo.files);
  const { manifests } = readManifests(asked.repo, isManifest, readJson, asked.config);
  const byFile = new Map(manifests.map((pkg) => [pkg.file, pkg]));
  const { workspaceOf } = membership(asked.repo, manifests, asked.config);
  const read = (unit: Unit): Packed | undefined => {
    const pkg = byFile.get(unit.manifest);
    if (pkg === undefined) return undefined;
    const workspace = workspaceOf.get(pkg.file);
    const client = clientOf(managedOf(pkg, workspace), asked.repo, files);
    const runs = asked.config.units[unit.id]?.build !== undefined || runsAnything(pkg, client);
    return { unit, pkg, workspace, client, runs };
  };
  const groups = new Map<string, Packed[]>();
  for (const unit of asked.units) {
    const packed = read(unit);
    if (packed === undefined) continue;
    const key = `${unit.workspace ?? unit.manifest}\n${packed.runs ? 'runs' : 'packs'}`;
    groups.set(key, [...(groups.get(key) ?? []), packed]);
  }
  return ok(
    [...groups.values()].map(
      (group) => (scratch) =>
        group.some(({ runs }) => runs) ? builtJob(group, read, scratch, asked) : packedJob(group, scratch, asked),
    ),
  );
}

const isManifest = (file: string): boolean => nameOf(file) === 'package.json';

const managedOf = (pkg: Package, workspace?: Managed): Managed =>
  workspace ?? { root: pkg, listing: { folder: pkg.folder, file: pkg.file } };

function runsAnything(pkg: Package, { before, within }: Client): boolean {
  const { scripts, bundleDependencies: bundled, bundledDependencies: likewise } = tableOf(pkg);
  const named = objectOf(scripts);
  if ([...before, ...within].some((script) => stringOf(named[script]) !== undefined)) return true;
  return [bundled, likewise].some((list) => list === true || (Array.isArray(list) && list.length > 0));
}

/** Those that are packed as they are committed: the same bytes each time. */
function packedJob(group: readonly Packed[], scratch: string, asked: Packaging): Job {
  const roots = group.map(({ unit }) => unit.root);
  const above = new Set(group.map(({ pkg, workspace }) => workspace?.listing.folder ?? pkg.folder));
  const isNeeded = (file: string): boolean =>
    isManifest(file) ||
    above.has(folderOf(file)) ||
    /(?:^|\/)\.yarn\//.test(file) ||
    roots.some((root) => isWithin(file, root));
  return {
    ...jobOf(group, scratch, asked, (packed) => packSteps(packed, scratch, asked)),
    stage: asked.tracked.filter(isNeeded),
    links: Object.fromEntries(group.flatMap(linksOf)),
    steps: [],
    identity: () => ({ by: 'bytes' }),
  };
}

function builtJob(
  group: readonly Packed[],
  read: (unit: Unit) => Packed | undefined,
  scratch: string,
  asked: Packaging,
): Job {
  const tree = `${scratch}/tree`;
  const wanted = new Map(group.map((packed) => [packed.unit.id, packed]));
  const order = inBuildOrder(
    group.map(({ unit }) => unit),
    (unit) => read(unit)?.runs === true,
    asked.graph,
  );
  const needs = needsWithin(asked.graph, order);
  const others = order.flatMap((unit) => (wanted.has(unit.id) ? [] : (read(unit) ?? [])));
  const ordered = order.flatMap((unit) => wanted.get(unit.id) ?? []);
  const [first] = group;
  return {
    ...jobOf(
      ordered,
      scratch,
      asked,
      (packed) => [...buildSteps(packed.unit, tree, asked), ...packSteps(packed, scratch, asked)],
      needs,
    ),
    stage: asked.tracked,
    steps: [
      ...(first === undefined ? [] : installSteps(first, tree, asked)),
      ...others.flatMap((other) => [
        ...buildSteps(other.unit, tree, asked),
        ...scriptSteps(other, [...other.client.before, 'prepack'], tree, asked),
      ]),
    ],
    identity: () => ({ by: 'content', why: 'programs of the repository build it, and nobody knows what they write' }),
  };
}

function jobOf(
  group: readonly Packed[],
  scratch: string,
  asked: Packaging,
  stepsOf: (packed: Packed) => readonly RunStep[],
  needs: ReadonlyMap<string, readonly string[]> = new Map(),
): Pick<Job, 'folders' | 'texts' | 'makes' | 'tools' | 'reads'> {
  const clients = new Map(group.map(({ client }) => [client.tool.name, client.tool]));
  return {
    folders: group.map(({ unit }) => madeIn(unit, scratch, asked)),
    texts: Object.fromEntries(
      group.flatMap(({ client: { anchor }, pkg, workspace }) =>
        anchor === undefined ? [] : [[join(workspace?.listing.folder ?? pkg.folder, anchor), '']],
      ),
    ),
    makes: group.map((packed): Making => ({
      unit: packed.unit.id,
      version: packed.unit.version ?? '',
      folder: madeIn(packed.unit, scratch, asked),
      steps: stepsOf(packed),
      needs: needs.get(packed.unit.id) ?? [],
    })),
    tools: [{ name: 'node', argv: ['node', '--version'] }, ...clients.values()],
    reads: packageMadeWith.reads,
  };
}

/** What an installation would link: pnpm looks there for the versions that `workspace:` stands for. */
function linksOf({ pkg, workspace, client }: Packed): readonly (readonly [string, string])[] {
  if (!client.readsLinks || workspace === undefined) return [];
  const links = new Map<string, string>();
  for (const { name, written } of requirements(pkg)) {
    const spec = stringOf(written);
    if (spec?.startsWith('workspace:') !== true) continue;
    const meant = /^workspace:((?:@[^/@]+\/)?[^/@]+)@/.exec(spec)?.[1] ?? name;
    const member = workspace.byName.get(meant)?.[0];
    if (member !== undefined) links.set(join(join(pkg.folder, 'node_modules'), name), member.folder);
  }
  return [...links];
}
