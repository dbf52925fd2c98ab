import type { Dialogue } from './http.ts';
import type { Problem } from './problem.ts';

export const protocolIds = ['crates', 'pypi', 'npm', 'oci', 'chart-repository'] as const;
export type ProtocolId = (typeof protocolIds)[number];

/** A place that units are published to and fetched from, as its own protocol addresses it. */
export interface Registry {
  readonly protocol: ProtocolId;
  /** Where it is asked: a sparse index, a simple index, a registry, a repository of charts. No user and no password. */
  readonly url: string;
}

/** One version of one name at one registry, each as that registry writes it. */
export interface Released {
  readonly registry: Registry;
  readonly name: string;
  readonly version: string;
}

export interface PresentFile {
  readonly name: string;
  readonly digest?: string;
  readonly isYanked?: boolean;
}

/** Whether a registry has a version. Unknown is an answer of its own: it is never taken for absent. */
export type Presence =
  | {
      readonly is: 'absent';
      /** Whether the registry knows the name at all, where it tells without credentials. */
      readonly name?: 'known' | 'unknown';
      /** The name that stands in the way, where the registry takes two spellings for one. */
      readonly twin?: string;
    }
  | {
      readonly is: 'present';
      readonly digest?: string;
      /** Withdrawn, and all the same never to be used again. */
      readonly isYanked?: boolean;
      /** Gone, but its number is taken for ever. */
      readonly isDeleted?: boolean;
      readonly files?: readonly PresentFile[];
    }
  | { readonly is: 'unknown'; readonly problem: Problem };

/** One way to talk with registries: it describes requests and reads answers, and does neither itself. */
export interface RegistryProtocol {
  readonly id: ProtocolId;
  presence(asked: Released): Dialogue<Presence>;
}
