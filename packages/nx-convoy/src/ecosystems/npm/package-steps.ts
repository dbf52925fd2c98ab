import type { Packaging, RunStep } from '../../model/packaging.ts';
import type { Unit } from '../../model/unit.ts';
import { inside } from '../../paths/inside.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import { folderIn } from '../own-build.ts';
import { requirements, tableOf, type Package } from './manifest.ts';
import type { Workspace } from './membership.ts';
import { npmPack, type Client } from './package-client.ts';

/** One package of this release, with all that decides how it is made. */
export interface Packed {
  readonly unit: Unit;
  readonly pkg: Package;
  readonly workspace: Workspace | undefined;
  readonly client: Client;
  /** Whether anything of the user's runs: a build of its own, scripts, what is bundled. */
  readonly runs: boolean;
}

/** In a copy there is no checkout of its own: what sets up hooks for people must not find the one above. */
const env = {
  ...{ CI: 'true', HUSKY: '0', LEFTHOOK: '0', SKIP_INSTALL_SIMPLE_GIT_HOOKS: '1' },
  ...{ COREPACK_ENABLE_DOWNLOAD_PROMPT: '0', YARN_ENABLE_TELEMETRY: '0' },
  ...{ npm_config_update_notifier: 'false', npm_config_fund: 'false', npm_config_audit: 'false' },
};

export const madeIn = ({ id }: Unit, scratch: string, asked: Packaging): string =>
  `${scratch}/made/${asked.keyOf([id])}`;

const step = (argv: readonly string[], cwd: string, { timeoutMs }: Packaging): RunStep => ({
  do: 'run',
  argv,
  cwd,
  env,
  timeoutMs,
});

/** A package that needs nothing and stands alone has nothing to install. */
export function installSteps({ pkg, workspace, client }: Packed, tree: string, asked: Packaging): readonly RunStep[] {
  if (client.install === undefined || (workspace === undefined && requirements(pkg).length === 0)) return [];
  return [step(client.install, folderIn(tree, workspace?.listing.folder ?? pkg.folder), asked)];
}

export function scriptSteps(
  { pkg, unit, client }: Packed,
  names: readonly string[],
  tree: string,
  asked: Packaging,
): readonly RunStep[] {
  const scripts = objectOf(tableOf(pkg).scripts);
  return names
    .filter((name) => stringOf(scripts[name]) !== undefined)
    .map((name) => step(client.run(name), folderIn(tree, unit.root), asked));
}

/** As publishing would: its own scripts, then the folder that is published. Where the client does not know of that folder, npm packs it. */
export function packSteps(packed: Packed, scratch: string, asked: Packaging): readonly RunStep[] {
  const { unit, pkg, client } = packed;
  const [tree, into] = [`${scratch}/tree`, madeIn(unit, scratch, asked)];
  const before = scriptSteps(packed, client.before, tree, asked);
  const directory = publishedFolder(pkg);
  if (directory === pkg.folder || client.knowsDirectory)
    return [...before, step(client.pack(into, tarballOf(unit)), folderIn(tree, unit.root), asked)];
  const within = client.within.filter((script) => script !== 'postpack');
  return [
    ...before,
    ...scriptSteps(packed, within, tree, asked),
    step([...npmPack(into), '--ignore-scripts'], folderIn(tree, directory), asked),
  ];
}

/** `publishConfig.directory`, as pnpm and Lerna have it; one that leaves the workspace is none. */
export function publishedFolder(pkg: Package): string {
  const directory = stringOf(objectOf(tableOf(pkg).publishConfig).directory);
  return directory === undefined ? pkg.folder : (inside(pkg.folder, directory) ?? pkg.folder);
}

/** As npm calls it. */
const tarballOf = ({ name, version = '' }: Unit): string =>
  `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`;
