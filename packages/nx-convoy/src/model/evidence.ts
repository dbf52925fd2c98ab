import type { Level } from './plan.ts';

/** What any recorded proof may say of itself; kinds add their own, and more than is known here is welcome. */
export interface EvidenceHead {
  /** `api-diff`, `benchmark`, `tests`, …: kinds that are not known yet are evidence all the same. */
  readonly kind?: string;
  /** The release that it was recorded for. */
  readonly tag?: string;
  readonly version?: string;
  /** The very source that it was made from: a digest of it, or the commit. */
  readonly source?: string;
  readonly commit?: string;
}

/** A tool compared a public interface with that of a release, and says how far the next version has to go. */
export interface ApiDiff extends EvidenceHead {
  readonly kind: 'api-diff';
  /** Id of the unit. */
  readonly unit: string;
  /** Who found it, with its version: `cargo-semver-checks 0.44.0`. */
  readonly tool: string;
  /** The released version that was compared with. */
  readonly base: string;
  readonly requires: Level;
  /** One sentence for whoever asks why. */
  readonly summary: string;
}
