import type { Config } from '../../../model/config.ts';
import type { Ecosystem } from '../../../model/ecosystem.ts';
import type { Problem } from '../../../model/problem.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Unit } from '../../../model/unit.ts';
import type { Bench, Workshop } from '../../../model/workshop.ts';
import type { Source } from '../../gathering/source.ts';

/** Where the assets of one unit are made. */
export interface AssetGround {
  readonly unit: Unit;
  readonly ecosystem: Ecosystem;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly tracked: readonly string[];
  readonly source: Source;
  readonly workshop: Workshop;
  readonly bench: Bench;
  /** Where the log will be seen. */
  readonly log: string;
  /** Of many machines, what this one makes: all for its platform, by the tag that was planned. */
  readonly part?: { readonly platform: string; readonly tag?: string };
  readonly timeoutMs: number;
  keyOf(ids: readonly string[]): string;
}

/** What came of one part: it is there, it is wrong, or it is for another machine to make. */
export type Part<T> =
  | { readonly is: 'made'; readonly value: T }
  | { readonly is: 'wrong'; readonly problems: readonly Problem[] }
  | { readonly is: 'elsewhere'; readonly why: string };
