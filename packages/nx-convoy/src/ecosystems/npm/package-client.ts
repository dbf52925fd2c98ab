import type { Snapshot } from '../../model/snapshot.ts';
import type { Tool } from '../../model/packaging.ts';
import { join } from '../../paths/inside.ts';
import { locks, managerOf, type Managed } from './manager.ts';

/** How the client of a workspace installs, runs scripts and packs. Commands are for one package, in its own folder. */
export interface Client {
  readonly tool: Tool;
  /** Everything that the lock says, as a CI would; absent where it cannot be told. */
  readonly install?: readonly string[];
  readonly run: (script: string) => readonly string[];
  /** Into a folder that is there; who asks for a name gets that one. */
  readonly pack: (into: string, file: string) => readonly string[];
  /** Scripts that publishing runs before packing, and packing does not: what is uploaded later is the packed file, which runs none. */
  readonly before: readonly string[];
  /** Scripts that packing itself runs. */
  readonly within: readonly string[];
  /** Whether it packs `publishConfig.directory` by itself. */
  readonly knowsDirectory: boolean;
  /** A file without which it takes the copy for a part of what lies above; it may be empty. */
  readonly anchor?: string;
  /** Whether it looks for the versions of other members in node_modules. */
  readonly readsLinks: boolean;
}

const common = {
  before: ['prepublishOnly'],
  within: ['prepack', 'prepare', 'postpack'],
  knowsDirectory: false,
  readsLinks: false,
};

/**
 * `npm pack` leaves `workspace:` and `catalog:` in the tarball, so every workspace is packed by its own client. Only Yarn 1 is not: it has
 * no such ranges, and dates folders by the clock.
 */
export function clientOf(managed: Managed, repo: Snapshot, files: ReadonlySet<string>): Client {
  const { name, version } = managerOf(managed, files);
  const lock = locks.some(([file, manager]) => manager === name && files.has(join(managed.listing.folder, file)));
  if (name === 'pnpm') return pnpm(lock, managed.listing.file.endsWith('rush.json'));
  if (name === 'bun') return bun(lock);
  if (name === 'npm') return npm(lock);
  return isClassic(version, managed, repo, files) ? classic(lock) : berry(lock);
}

export const npmPack = (into: string): readonly string[] => ['npm', 'pack', '--pack-destination', into];

const toolOf = (name: string): Tool => ({ name, argv: [name, '--version'] });
export const tools: readonly Tool[] = ['npm', 'pnpm', 'yarn', 'bun'].map(toolOf);

const npm = (lock: boolean): Client => ({
  ...common,
  tool: toolOf('npm'),
  install: [...(lock ? ['npm', 'ci'] : ['npm', 'install', '--no-package-lock']), '--include=dev', '--prefer-offline'],
  run: (script) => ['npm', 'run', script],
  pack: npmPack,
});

/** Rush has the lock elsewhere, and installs by a program of its own. */
const pnpm = (lock: boolean, isRush: boolean): Client => ({
  ...common,
  tool: toolOf('pnpm'),
  ...(isRush
    ? {}
    : {
        install: ['pnpm', 'install', lock ? '--frozen-lockfile' : '--no-lockfile', '--prod=false', '--prefer-offline'],
      }),
  run: (script) => ['pnpm', 'run', script],
  pack: (into) => ['pnpm', 'pack', '--pack-destination', into],
  knowsDirectory: true,
  readsLinks: true,
});

const classic = (lock: boolean): Client => ({
  ...npm(lock),
  install: [
    ...['yarn', 'install', lock ? '--frozen-lockfile' : '--no-lockfile'],
    ...['--production=false', '--non-interactive', '--no-progress'],
  ],
  run: (script) => ['yarn', 'run', script],
});

const berry = (lock: boolean): Client => ({
  ...common,
  tool: toolOf('yarn'),
  ...(lock ? {} : { anchor: 'yarn.lock' }),
  install: ['yarn', 'install', lock ? '--immutable' : '--no-immutable'],
  run: (script) => ['yarn', 'run', script],
  pack: (into, file) => ['yarn', 'pack', '--out', `${into}/${file}`],
  before: ['prepublish'],
  within: ['prepack', 'postpack'],
});

const bun = (lock: boolean): Client => ({
  ...common,
  tool: toolOf('bun'),
  install: ['bun', 'install', lock ? '--frozen-lockfile' : '--no-save'],
  run: (script) => ['bun', 'run', script],
  pack: (into) => ['bun', 'pm', 'pack', '--destination', into],
});

/** Yarn since 2 begins its lock with `__metadata`, and has settings of its own. */
function isClassic(
  version: string | undefined,
  { listing }: Managed,
  repo: Snapshot,
  files: ReadonlySet<string>,
): boolean {
  if (version !== undefined) return Number.parseInt(version, 10) < 2;
  if (files.has(join(listing.folder, '.yarnrc.yml'))) return false;
  const lock = repo.text(join(listing.folder, 'yarn.lock'));
  return lock?.ok === true && lock.value !== '' && !/^__metadata:/m.test(lock.value);
}
