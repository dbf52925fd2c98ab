import type { Problem } from './problem.ts';
import type { ProtocolId, Released } from './registry.ts';

/** A file or an image that was made for a unit. */
export interface Artifact {
  readonly unit: string;
  /** As its registry and its users see it: `core-1.2.0.crate`; absent platforms: for all. */
  readonly name: string;
  readonly platform?: string;
  /** Where it lies, relative to the workspace. */
  readonly path: string;
  readonly size: number;
  /**
   * Every digest by which somebody may know it, as that one writes it: `sha256:…` of the file, `sha256:…` of an image's manifest,
   * `sha512-…` of npm.
   */
  readonly digests: readonly string[];
}

/** One command or call, as data: who describes it does not do it. */
export type Step =
  | {
      readonly do: 'run';
      readonly argv: readonly string[];
      readonly cwd: string;
      readonly env?: Readonly<Record<string, string>>;
      /** Names of secrets, by the variable that the child reads them from: never their values. */
      readonly secrets?: Readonly<Record<string, string>>;
      /** What the child must be told beside, where there is a secret to give it. */
      readonly besideSecrets?: Readonly<Record<string, string>>;
      readonly stdin?: string;
      readonly timeoutMs: number;
      /** A line with this in it says that all is done, whatever the program goes on to do: it is ended then. */
      readonly until?: string;
    }
  | { readonly do: 'call'; readonly protocol: ProtocolId; readonly artifact: Artifact }
  | { readonly do: 'await'; readonly artifact: Artifact };

/** One artifact on its way to one registry: what is asked for, uploaded, and counted. */
export interface Delivery {
  /** Unique in a release, and the same in every run of it. */
  readonly id: string;
  /** Id of the unit, and its version as the registry writes it. */
  readonly unit: string;
  readonly released: Released;
  readonly artifact: Artifact;
}

/** What became of one delivery, or of a unit. */
export type Outcome =
  /** By this release, in whichever run; or there before it came; or none takes it. */
  | { readonly is: 'published' | 'skipped'; readonly because: string }
  /** The registry took it, and no client sees it yet. */
  | { readonly is: 'pending'; readonly problem: Problem }
  /** Nobody can tell whether it is there. */
  | { readonly is: 'unknown'; readonly problem: Problem }
  | { readonly is: 'failed'; readonly problem: Problem }
  /** Something that it needs is not there. */
  | { readonly is: 'blocked'; readonly by: string };

/** What others may rely on. */
export const isThere = ({ is }: Outcome): boolean => is === 'published' || is === 'skipped';
