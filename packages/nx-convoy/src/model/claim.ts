import type { Place } from './problem.ts';

/**
 * How one unit needs another.
 * bundles: a wheel compiles a crate in. embeds: an image contains a unit's files. installs: an image installs a unit from
 * its registry while it is built. deploys: a chart runs an image. contains: a chart holds a subchart.
 * declared: said by the user, by Nx or by another plugin.
 */
export const edgeKinds = [
  'runtime',
  'build',
  'dev',
  'bundles',
  'embeds',
  'installs',
  'deploys',
  'contains',
  'declared',
] as const;
export type EdgeKind = (typeof edgeKinds)[number];

/** A word in a build instruction that says which of the copied units is meant. */
export type Mention =
  | { readonly ecosystem: string; readonly name: string } // cargo build -p name
  | { readonly program: string } // COPY --from=builder /app/target/release/program
  | { readonly path: string }; // pip install ./folder

/** What a manifest points at, in its own words; graph/ finds the unit, in whatever ecosystem it is. */
export type Target =
  /** A unit of the same survey, already known. */
  | { readonly key: string }
  /** The unit of that ecosystem whose root or manifest this is. */
  | { readonly path: string; readonly ecosystem: string }
  /**
   * The files of a folder or of one file, minus `without` (globs): the unit that owns them or, where the folder holds
   * whole units, those of them that are mentioned; if none is, the one rooted there; if there is none either, all: but not
   * all of a whole repository.
   */
  | { readonly files: string; readonly without?: readonly string[]; readonly mentions?: readonly Mention[] }
  /** Said by the user: a unit's id, or a project's name for all of its units. */
  | { readonly id: string }
  /** An image reference without tag and digest. */
  | { readonly image: string }
  /** A name in a registry, for instructions that install from it. */
  | { readonly registered: string; readonly ecosystem: string };

/** A version of the needed unit, written where no range stands: the tag of an image in a chart's values. */
export interface Pin {
  readonly at: Place;
  /** The whole value as written, and the version in it: `ghcr.io/acme/api:1.2.0` and `1.2.0`. */
  readonly text: string;
  readonly version: string;
  /** It may be meant for something else as well, and moves only from the very version of the needed unit: appVersion. */
  readonly isShared?: boolean;
}

export interface Claim {
  /** The `key` of the unit that needs. */
  readonly from: string;
  readonly kind: EdgeKind;
  readonly to: Target;
  readonly at: Place;
  /** The requirement as written; an edge to a registry name exists only if it admits the local version. */
  readonly range?: string;
  /** Where the requirement's text stands, if not at `at`: a member inherits it from its workspace's table. */
  readonly rangeAt?: Place;
  readonly pins?: readonly Pin[];
  /** What is taken is what was packaged, and not what it is made from. */
  readonly isMade?: boolean;
  /** A `dev` need that the client verifies at publish (a versioned Cargo dev-dependency) orders like the others. */
  readonly verified?: boolean;
  /** Where units need each other, this need gives way: no client looks at it (an npm peer). */
  readonly givesWay?: boolean;
}
