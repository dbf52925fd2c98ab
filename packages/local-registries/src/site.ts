import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { systemClock, type Clock } from './clock.ts';
import { faults, type Faults } from './faults/armed.ts';
import type { House, Login, Protocol } from './protocol.ts';
import { declared, type RepositoriesOptions } from './repositories.ts';
import { recorder, type Recorder } from './server/record.ts';
import { tokensOf } from './server/tokens.ts';
import { packagesFolder } from './sources/folder.ts';
import { upstream } from './sources/upstream.ts';
import { blobs, sweep, type Blobs } from './storage/blobs.ts';
import { ownFolder } from './storage/files.ts';
import { lockFolder } from './storage/lock.ts';
import { table } from './storage/table.ts';
import type { TrustedPublisher } from './trust/publisher.ts';
import { trust, type Publishers } from './trust/trust.ts';

export interface SiteOptions {
  readonly keepIn?: string;
  readonly packages?: string | Readonly<Partial<Record<string, string>>>;
  readonly isPrivate?: boolean;
  readonly login?: Login;
  readonly repositories?: RepositoriesOptions;
  readonly publishers?: readonly TrustedPublisher[];
  readonly clock?: Clock;
}

/** What the registries of one start share, and the house that each gets in it. */
export interface Site {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly recorder: Recorder;
  readonly publishers: Publishers;
  house(name: string, protocol: Protocol, from?: string): Promise<House>;
  /** Where the socket of a registry belongs: a folder that nobody else may enter. Some systems have none, all have short ones only. */
  socket(name: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export async function openSite({
  keepIn,
  packages,
  isPrivate = false,
  login = 'token',
  repositories,
  publishers = [],
  clock = systemClock,
}: SiteOptions): Promise<Site> {
  const kept = keepIn === undefined ? undefined : await ownFolder(resolve(keepIn));
  const unlock = kept === undefined ? undefined : await lockFolder(kept);
  // Named, not made: a start that never sees a blob leaves the disk alone.
  const passing = join(tmpdir(), `local-registries-${randomBytes(8).toString('hex')}`);
  const armed = faults(clock);
  const trusting = trust(clock, publishers);
  const stores: Blobs[] = [];
  const ended = new AbortController();
  const sourceOf = (name: string): Pick<House, 'packages'> => {
    const folder = typeof packages === 'object' ? packages[name] : packages;
    return folder === undefined ? {} : { packages: packagesFolder(resolve(folder)) };
  };
  return {
    clock,
    faults: armed,
    recorder: recorder(),
    publishers: trusting.configured,
    async house(name, protocol, from) {
      const folder = kept === undefined ? undefined : await ownFolder(kept, name);
      const blobFolder = join(folder ?? join(passing, name), 'blobs');
      if (folder !== undefined) await sweep(blobFolder);
      const store = blobs(blobFolder, folder !== undefined);
      stores.push(store);
      const remembers = (): boolean => armed.needPast(name);
      return {
        clock,
        isPrivate,
        login,
        tokens: tokensOf(clock, protocol.tokenPrefix ?? ''),
        trust: trusting,
        blobs: store,
        table: (title) => table({ clock, remembers, ...(folder === undefined ? {} : { folder: join(folder, title) }) }),
        ...sourceOf(name),
        ...(repositories === undefined ? {} : { repositories: declared(repositories) }),
        ...(from === undefined ? {} : { upstream: upstream(from, ended.signal) }),
      };
    },
    async socket(name) {
      const path = join(passing, `${name}.sock`);
      if (process.platform === 'win32' || Buffer.byteLength(path) > 100) return undefined;
      await ownFolder(passing);
      return path;
    },
    async close() {
      ended.abort();
      await Promise.all(stores.map((store) => store.close()));
      await unlock?.();
      await rm(passing, { recursive: true, force: true });
    },
  };
}
