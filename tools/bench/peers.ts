import { join } from 'node:path';
import { npmInstall } from '../toolchains/npm-client.ts';
import { provision } from '../toolchains/store.ts';

export const peerNames = ['nx', 'lerna', 'changesets', 'git-cliff'] as const;
export type PeerName = (typeof peerNames)[number];

export interface Peer {
  readonly name: PeerName;
  readonly version: string;
  readonly argv: readonly string[];
  readonly modules: string;
}

export interface Absent {
  readonly name: PeerName;
  readonly why: string;
}

interface Source {
  readonly packages: readonly string[];
  /** The file that Node runs, or the program itself. */
  readonly entry: string;
  readonly isProgram?: boolean;
}

/** What each of them is, pinned; the first package is the peer itself. */
const sources: Readonly<Record<PeerName, Source>> = {
  nx: { packages: ['nx@23.2.1', '@nx/devkit@23.2.1', '@nx/js@23.2.1'], entry: 'nx/dist/bin/nx.js' },
  lerna: { packages: ['lerna@9.0.7'], entry: 'lerna/dist/cli.js' },
  changesets: { packages: ['@changesets/cli@2.31.1'], entry: '@changesets/cli/bin.js' },
  'git-cliff': { packages: ['git-cliff@2.14.2'], entry: programOfGitCliff(), isProgram: true },
};

/** Finds a peer in the toolchain store, or installs it there; only the bench does. */
export async function peer(name: PeerName): Promise<Peer | Absent> {
  const { packages, entry, isProgram = false } = sources[name];
  const path = join('node_modules', entry);
  const made = await provision({
    name: `bench-${name}`,
    pins: packages,
    holds: [path],
    make: (folder) => npmInstall(folder, packages),
  });
  if ('why' in made) return { name, why: made.why };
  const file = join(made.folder, path);
  const argv = isProgram ? [file] : [process.execPath, file];
  const version = packages[0]?.slice(packages[0].lastIndexOf('@') + 1) ?? '';
  return { name, version, argv, modules: join(made.folder, 'node_modules') };
}

/** It ships a program for each platform, in a package of its own. */
function programOfGitCliff(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `git-cliff-${system}-${process.arch}/bin/git-cliff${process.platform === 'win32' ? '.exe' : ''}`;
}
