/** One line of a crate's file in the index, as the Cargo book describes it. */
export interface IndexEntry {
  readonly name: string;
  readonly vers: string;
  readonly deps: readonly IndexDependency[];
  readonly cksum: string;
  readonly features: Features;
  /** Features with the syntax of 2021 (`dep:x`, `x?/y`), which older cargos must not see. */
  readonly features2?: Features;
  readonly yanked: boolean;
  readonly links?: string;
  readonly rust_version?: string;
  readonly pubtime?: string;
  readonly v?: 2;
}

export type Features = Readonly<Record<string, readonly string[]>>;

export interface IndexDependency {
  /** As the manifest calls it. */
  readonly name: string;
  readonly req: string;
  readonly features: readonly string[];
  readonly optional: boolean;
  readonly default_features: boolean;
  readonly target: string | null;
  readonly kind: 'normal' | 'build' | 'dev';
  /** The index of another registry; absent where it is this one. */
  readonly registry?: string;
  /** What it is called in its registry, where the manifest calls it otherwise. */
  readonly package?: string;
}

/** Splits features by the syntax that they need. */
export function splitFeatures(features: Features): Pick<IndexEntry, 'features' | 'features2' | 'v'> {
  const entries = Object.entries(features);
  const isNew = ([, values]: readonly [string, readonly string[]]): boolean =>
    values.some((value) => value.startsWith('dep:') || value.includes('?/'));
  const recent = entries.filter(isNew);
  if (recent.length === 0) return { features };
  const old = entries.filter((entry) => !isNew(entry));
  return { features: Object.fromEntries(old), features2: Object.fromEntries(recent), v: 2 };
}
