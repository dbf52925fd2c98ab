import type { HttpAnswer } from './http.ts';
import type { Released } from './registry.ts';
import type { Snapshot } from './snapshot.ts';
import type { Unit } from './unit.ts';

export interface Documented {
  readonly unit: Unit;
  readonly released: Released;
  readonly repo: Snapshot;
}

/** Documentation that a host makes of a published version, sooner or later. */
export interface DocumentationPage {
  /** For people. */
  readonly url: string;
  /** What is asked for it. */
  readonly ask: string;
  /** failed: it was tried, and will not come by waiting. */
  state(answer: HttpAnswer): 'there' | 'pending' | 'failed';
}
