import type { Credential } from './credential.ts';
import type { Artifact } from './delivery.ts';
import type { Dialogue } from './http.ts';
import type { FailureKind } from './journal.ts';
import type { Problem } from './problem.ts';

export const protocolIds = ['crates', 'pypi', 'npm', 'oci', 'chart-repository'] as const;
export type ProtocolId = (typeof protocolIds)[number];

/** A place that units are published to and fetched from, as its own protocol addresses it. */
export interface Registry {
  readonly protocol: ProtocolId;
  /** Where it is asked: a sparse index, a simple index, a registry, a repository of charts. No user and no password. */
  readonly url: string;
  /** Where files are sent to, where that is another place than its protocol would tell from the address. */
  readonly upload?: string;
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

/** One artifact that is to be sent, with what its registry wants to be told of it. */
export interface Parcel {
  readonly released: Released;
  readonly artifact: Artifact;
  /** The file, or the folder of an image's layout: absolute, for pieces of a body. */
  readonly path: string;
  /** The bytes of an entry of the archive, or of a file of the layout; undefined where there is none. */
  read(entry: string): Uint8Array | undefined;
  /** The files that can be read, by the names that they have there. */
  readonly entries?: readonly string[];
  /** Of the file, hexadecimal: an old digest that npm's registries still want to be told. */
  readonly sha1?: string;
  /** The commit that it was made from. */
  readonly commit?: string;
  /** The bytes of the file that lies beside it, by the ending that is put behind its name: a signature, `.prov`. */
  beside?(ending: string): Uint8Array | undefined;
  /** The label under which it is offered beside its version: a dist-tag of npm. */
  readonly channel?: string;
  /** What is written in place of a version is a label, such as `latest`: it may stand at another version, and is moved. */
  readonly isLabel?: boolean;
}

/** What came of sending something. Only `accepted` is believed, and even that is looked for afterwards. */
export type Sent =
  | { readonly is: 'accepted' }
  | {
      readonly is: 'failed';
      readonly how: FailureKind;
      readonly problem: Problem;
      /** As long as the registry asked to wait. */
      readonly waitMs?: number;
    };

/** Whether a registry would let us in, as far as it tells before anything is sent. */
export type Admission =
  | { readonly is: 'allowed' | 'untold' }
  /** No credential, one that it refuses, or one that is not for this name. */
  | { readonly is: 'refused'; readonly problem: Problem };

/** What a registry holds under a version, to be compared with what was made. */
export type Held =
  | { readonly is: 'file'; readonly bytes: Uint8Array }
  | {
      readonly is: 'image';
      readonly digest: string;
      /** A platform each, as its configuration has it. */
      readonly images: readonly HeldImage[];
    }
  | { readonly is: 'unknown'; readonly problem: Problem };

/** Words under which a registry has something of one name. */
export type Tags =
  { readonly is: 'listed'; readonly tags: readonly string[] } | { readonly is: 'unknown'; readonly problem: Problem };

export interface HeldImage {
  /** `linux/arm64/v8`; absent where nothing tells. */
  readonly platform?: string;
  /** The commit that its labels name. */
  readonly revision?: string;
  /** What is in them, as it is unpacked, where that is told; else as it is sent. */
  readonly layers: readonly string[];
  /** How it is run: a digest of its entry point, variables, user and labels; absent where nothing tells. */
  readonly settings?: string;
}

/** One way to talk with registries: it describes requests and reads answers, and does neither itself. */
export interface RegistryProtocol {
  readonly id: ProtocolId;
  presence(asked: Released, by?: Credential): Dialogue<Presence>;
  /** Asked once before the first upload of a release: it changes nothing there. */
  admission?(asked: Released, by: Credential | undefined): Dialogue<Admission>;
  /** Absent where only a client uploads. */
  upload?(parcel: Parcel, by: Credential | undefined): Dialogue<Sent>;
  /** The digest by which the registry will know it, where that is another than the file's own. */
  digestThere?(parcel: Parcel): string | undefined;
  /** All words that it has for one name, versions and labels. */
  tags?(asked: Released, by?: Credential): Dialogue<Tags>;
  /** What is there under the name of an artifact, where its digest is not ours. */
  held?(asked: Released, artifact: Artifact, by?: Credential): Dialogue<Held>;
}
