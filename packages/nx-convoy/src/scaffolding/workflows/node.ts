import { locks, managerOf, type ManagerName } from '../../ecosystems/npm/manager.ts';
import { isBuiltWith, tableOf, type Package } from '../../ecosystems/npm/manifest.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { objectIn } from '../../text/json/lenient.ts';
import { objectOf } from '../../text/json/narrow.ts';
import { readJson } from '../../text/json/read.ts';

/** How a job gets Node, this tool, and what the repository installs by npm's kin. Every command is ours: no word of it was read. */
export interface NodeSetup {
  /** Absent where there is no package.json, and so nothing to install. */
  readonly manager?: ManagerName;
  /** The file that says which Node; absent: the usual one is taken. */
  readonly versionFile?: string;
  /** Whether package.json says which version of the manager. */
  readonly isManagerPinned: boolean;
  /** Yarn came with Node once, and is got by corepack since. */
  readonly install?: { readonly withScripts: string; readonly without: string };
  /** This tool as a command. */
  readonly bin: string;
  /** Nx as a command, where it plans: it may know of needs that no manifest tells. */
  readonly nx?: string;
  readonly why: string;
}

export function nodeOf(repo: Snapshot, tool: string): NodeSetup {
  const files = new Set(repo.files);
  const root = rootPackage(repo);
  const own = ['.nvmrc', '.node-version'].find((file) => files.has(file));
  if (root === undefined) {
    const nx = files.has('nx') && files.has('nx.json') ? { nx: './nx' } : {};
    const bin = `npx --yes nx-convoy@${tool}`;
    return { ...versioned(own), isManagerPinned: false, bin, ...nx, why: 'there is no package.json' };
  }
  const table = tableOf(root);
  const isSaid = ['volta', 'engines', 'devEngines'].some((key) => saysNode(table[key]));
  const file = ['pnpm-workspace.yaml', 'rush.json'].find((one) => files.has(one)) ?? 'package.json';
  const manager = managerOf({ root, listing: { folder: '.', file } }, files);
  const lock = locks.find(([name, by]) => by === manager.name && files.has(name))?.[0];
  const isClassic = manager.name === 'yarn' && isYarnClassic(manager.version, repo, files);
  const command = commands[manager.name];
  return {
    manager: manager.name,
    ...versioned(own ?? (isSaid ? 'package.json' : undefined)),
    isManagerPinned: manager.version !== undefined,
    install: installs(manager.name, lock !== undefined, isClassic),
    bin: isBuiltWith(root, 'nx-convoy') ? `${command} nx-convoy` : `npx --yes nx-convoy@${tool}`,
    ...(files.has('nx.json') && isBuiltWith(root, 'nx') ? { nx: `${command} nx` } : {}),
    why: lock === undefined ? 'package.json, and no lock file' : lock,
  };
}

const versioned = (versionFile: string | undefined): Pick<NodeSetup, 'versionFile'> =>
  versionFile === undefined ? {} : { versionFile };

const saysNode = (value: unknown): boolean =>
  objectOf(value).node !== undefined || objectOf(value).runtime !== undefined;

const commands: Readonly<Record<ManagerName, string>> = {
  npm: 'npx --no',
  pnpm: 'pnpm exec',
  yarn: 'yarn run',
  bun: 'bun x --no-install',
};

function rootPackage(repo: Snapshot): Package | undefined {
  const text = repo.text('package.json');
  if (text?.ok !== true || objectIn(text.value) === undefined) return undefined;
  const read = readJson(text.value, 'package.json');
  return read.ok ? { file: 'package.json', folder: '.', content: read.value } : undefined;
}

/** As the lock says, where there is one. Jobs that build nothing run no program of what they install. */
function installs(manager: ManagerName, isLocked: boolean, isClassic: boolean): NonNullable<NodeSetup['install']> {
  const scripts = manager === 'yarn' && !isClassic ? '--mode=skip-build' : '--ignore-scripts';
  const install = {
    npm: isLocked ? 'npm ci' : 'npm install --no-package-lock',
    pnpm: `pnpm install ${isLocked ? '--frozen-lockfile' : '--no-lockfile'}`,
    yarn: yarn(isLocked, isClassic),
    bun: `bun install ${isLocked ? '--frozen-lockfile' : '--no-save'}`,
  }[manager];
  return { withScripts: install, without: `${install} ${scripts}` };
}

function yarn(isLocked: boolean, isClassic: boolean): string {
  if (isClassic) return `yarn install ${isLocked ? '--frozen-lockfile' : '--no-lockfile'}`;
  return `yarn install ${isLocked ? '--immutable' : '--no-immutable'}`;
}

/** Yarn since 2 begins its lock with `__metadata`, and has settings of its own. */
function isYarnClassic(version: string | undefined, repo: Snapshot, files: ReadonlySet<string>): boolean {
  if (version !== undefined) return Number.parseInt(version, 10) < 2;
  const lock = repo.text('yarn.lock');
  return !files.has('.yarnrc.yml') && lock?.ok === true && !/^__metadata:/m.test(lock.value);
}

/** Verbs that look at needs between units ask Nx where it is there; the others are the same without it, and quicker. */
export const planner = ({ nx, bin }: NodeSetup, verb: string): string =>
  nx === undefined ? `${bin} ${verb}` : `${nx} release-${verb}`;
