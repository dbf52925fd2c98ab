import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { callable } from '../toolchains/callable.ts';
import type { Present } from '../toolchains/client.ts';
import { emptied, openHarbour, type Harbour } from './harbour.ts';
import type { Kind } from './kinds.ts';
import { copyTo, makeRepository, start, type Started } from './workspace.ts';

/** Registries of one kind, and a repository whose packages are made. */
export interface Yard extends Harbour {
  readonly kind: Kind;
  /** A copy of the repository, and registries that hold nothing. */
  fresh(name?: string): Promise<string>;
  publish(asked: { readonly folder: string; readonly at?: string; readonly record?: string }): Started;
}

export interface YardPlace {
  readonly program: string;
  readonly place: string;
  readonly clients: readonly Present[];
}

export async function openYard(kind: Kind, { program, place, clients }: YardPlace): Promise<Yard> {
  const harbour = await openHarbour(kind.registries, emptied(join(place, 'home')), {
    ...callable(clients),
    UV_NO_BUILD_ISOLATION: '1',
    UV_OFFLINE: '1',
    NX_DAEMON: 'false',
  });
  const master = join(place, 'master');
  mkdirSync(master, { recursive: true });
  makeRepository(kind, harbour.relay.urls, master);
  const run = (asked: object): Started => start([process.execPath, program, JSON.stringify(asked)], place, harbour.env);
  const { code, stdout, stderr } = await run({ folder: master, does: 'package' }).ended;
  if (code !== 0) throw new Error(`${kind.name} cannot be packaged:\n${stdout}${stderr}`);
  return {
    ...harbour,
    kind,
    async fresh(name = 'work') {
      await harbour.renew();
      return copyTo(master, join(place, name));
    },
    publish: run,
  };
}
