import type { Config } from '../../model/config.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Making, Packaging } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { Workshop } from '../../model/workshop.ts';
import type { Bounds } from '../../packaging/sizes.ts';
import { unitFolder } from '../../packaging/slug.ts';
import type { Source } from '../gathering/source.ts';

export interface Packaged {
  readonly unit: string;
  readonly version: string;
  /** Relative to the workspace. */
  readonly folder: string;
  readonly ok: boolean;
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
  readonly problems: readonly Problem[];
}

export interface Around {
  readonly ecosystem: Ecosystem;
  readonly units: ReadonlyMap<string, Unit>;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly source: Source;
  readonly out: string;
  readonly workshop: Workshop;
  readonly timeoutMs: number;
  /** As the ecosystem was asked for its jobs. */
  readonly asked: Packaging;
  /** How large the files of a unit may be, and what an earlier release had. */
  bounds(unit: Unit): Omit<Bounds, 'unit'>;
}

export const failed = (
  { unit, version }: Making,
  problems: readonly Problem[],
  { out, ecosystem }: Around,
): Packaged => ({
  unit,
  version,
  folder: `${out}/${unitFolder({ id: unit, ecosystem: ecosystem.id })}`,
  ok: false,
  files: [],
  problems,
});

/** Where all is written that was run for a unit. */
export const logOf = (unit: string, { out, ecosystem }: Around): string =>
  `${out}/${unitFolder({ id: unit, ecosystem: ecosystem.id })}/package.log`;
