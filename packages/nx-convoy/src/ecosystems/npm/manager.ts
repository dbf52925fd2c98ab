import type { Snapshot } from '../../model/snapshot.ts';
import { join } from '../../paths/inside.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import type { Listing } from './listing.ts';
import { tableOf, type Package } from './manifest.ts';
import type { Workspace } from './membership.ts';

export type ManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun';

export const locks: readonly (readonly [string, ManagerName])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/**
 * Whether a plain range that admits a member's version means the member. npm, Yarn and bun link it; pnpm asks the registry
 * since its version 9, unless it is told otherwise.
 */
export function linksByRange(workspace: Workspace, repo: Snapshot, files: ReadonlySet<string>): boolean {
  const said = (file: string, setting: RegExp): string | undefined => {
    const path = join(workspace.listing.folder, file);
    const text = files.has(path) ? repo.text(path) : undefined;
    return text?.ok === true ? setting.exec(text.value)?.[1] : undefined;
  };
  const manager = managerOf(workspace, files);
  if (manager.name === 'yarn') return said('.yarnrc.yml', /^enableTransparentWorkspaces:\s*["']?(\w+)/m) !== 'false';
  if (manager.name === 'bun') return said('bunfig.toml', /^\s*linkWorkspacePackages\s*=\s*(\w+)/m) !== 'false';
  if (manager.name === 'npm') return true;
  const setting =
    stringOf(workspace.listing.settings.linkWorkspacePackages) ??
    said('.npmrc', /^\s*link-workspace-packages\s*=\s*["']?(\w+)/m);
  if (setting !== undefined) return setting !== 'false';
  // The lock's format is numbered 9 since that version, and 5 and 6 before it.
  const version = manager.version ?? said('pnpm-lock.yaml', /^lockfileVersion:\s*["']?(\d+)/m);
  return version !== undefined && Number.parseInt(version, 10) < 9;
}

/** Packages that are installed together: those of a workspace, or one that stands alone. */
export interface Managed {
  readonly root?: Package;
  /** `file` lists its members, or is its own manifest. */
  readonly listing: Pick<Listing, 'folder' | 'file'>;
}

export interface Manager {
  readonly name: ManagerName;
  /** The first number, where somebody wrote one down. */
  readonly version?: string;
}

export function managerOf({ root, listing }: Managed, files: ReadonlySet<string>): Manager {
  const table = root === undefined ? {} : tableOf(root);
  const engine = objectOf(objectOf(table.devEngines).packageManager);
  const pinned = /^(npm|pnpm|yarn|bun)@v?(\d+)/.exec(stringOf(table.packageManager) ?? '');
  const name = pinned?.[1] ?? stringOf(engine.name);
  const version = pinned?.[2] ?? /^[~^=v]*(\d+)/.exec(stringOf(engine.version) ?? '')?.[1];
  const known = locks.find(([, manager]) => manager === name)?.[1];
  if (known !== undefined) return { name: known, ...(version === undefined ? {} : { version }) };
  // Rush installs by pnpm, with the lock elsewhere.
  if (/(pnpm-workspace\.yaml|rush\.json)$/.test(listing.file)) return { name: 'pnpm' };
  return { name: locks.find(([lock]) => files.has(join(listing.folder, lock)))?.[1] ?? 'npm' };
}
