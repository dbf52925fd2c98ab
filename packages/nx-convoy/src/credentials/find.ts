import type { Entry, Pockets } from '../model/credential.ts';
import type { Problem } from '../model/problem.ts';
import type { ProtocolId } from '../model/registry.ts';
import { toldByHost } from './by-host.ts';
import { cargo } from './cargo.ts';
import { charts } from './charts.ts';
import { clientsFiles, type Readings } from './clients-files.ts';
import { noCredential, type Found, type Keeper } from './finding.ts';
import { npm } from './npm.ts';
import { oci } from './oci.ts';
import { python } from './python.ts';

const keepers: Readonly<Record<ProtocolId, Keeper>> = {
  crates: cargo,
  pypi: python,
  npm,
  oci,
  'chart-repository': charts,
};

export interface Finding {
  /** The best first: a helper that turns out to have nothing leaves it to the next one. */
  readonly found: readonly Found[];
  /** Why there is nothing, and the way out. */
  readonly why: () => Problem;
}

/** Looks for what lets somebody in: variables for the very host, those of the clients, then what the clients wrote down. */
export function find(entry: Entry, pockets: Pockets, readings?: Readings): Finding {
  const keeper = keepers[entry.registry.protocol];
  const files = clientsFiles(pockets, readings);
  const told = toldByHost(entry, pockets) ?? keeper.told?.(entry, pockets, files);
  const found = [told ?? keeper.kept(entry, pockets, files) ?? []].flat();
  return {
    found,
    // A file that cannot be read may be the one that has it.
    why: () => files.problems[0] ?? noCredential(entry, keeper.advice(entry, pockets, files)),
  };
}
