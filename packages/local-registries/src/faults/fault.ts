import type { Role } from '../server/route.ts';

/** Something that goes wrong on demand: which requests, and what happens to them. */
export type Fault = Aim & Deed;

/** Which requests; all that is named must fit. */
export interface Aim {
  readonly registry?: string;
  /** What the route is for. Each deed has a likely default, such as `download` for a truncated one. */
  readonly on?: Role;
  readonly method?: string;
  /** As a route is written: `/api/v1/crates/:name/*rest`; a `*` of its own takes any rest. */
  readonly path?: string;
  /** The first request that it happens to, counted from 1 among those that fit. */
  readonly nth?: number;
  /** How many in a row from there. One, or for what lasts (lag, stale, slow, expire-token, read-only) all. */
  readonly times?: number | 'all';
}

export type Deed =
  /** An answer instead of the work: 429 (with `retryAfter` in seconds, or without), 500, 503. */
  | { readonly does: 'refuse'; readonly status: number; readonly retryAfter?: number }
  /** The work is done, and the client sees a bad gateway. */
  | { readonly does: 'lose-reply'; readonly status?: number }
  /** The connection breaks: before the body is read, in the middle of it (or of the answer), or when the work is done. */
  | { readonly does: 'reset'; readonly when: 'before' | 'during' | 'after' }
  | { readonly does: 'slow'; readonly bytesPerSecond: number }
  /** What is published appears in the index so much later. */
  | { readonly does: 'lag'; readonly ms: number }
  /** What is published from now on does not appear in the index. */
  | { readonly does: 'stale' }
  /** The answer ends in the middle, and says that it would be longer. */
  | { readonly does: 'truncate' }
  /** One bit of the answer is another one. */
  | { readonly does: 'corrupt' }
  | { readonly does: 'expire-token' }
  | { readonly does: 'read-only' };

/** For deeds that make no sense everywhere. */
export const likelyRole: Partial<Record<Deed['does'], Role>> = {
  'lose-reply': 'publish',
  lag: 'index',
  stale: 'index',
  truncate: 'download',
  corrupt: 'download',
};

export const lasting: ReadonlySet<Deed['does']> = new Set(['slow', 'lag', 'stale', 'expire-token', 'read-only']);
