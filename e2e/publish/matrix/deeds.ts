import type { Deed } from '../../../packages/local-registries/src/index.ts';

type Deeds = { readonly [Does in Deed['does']]: readonly Extract<Deed, { readonly does: Does }>[] };

/** Every deed that registries can do, each in all the ways that make a difference: a new one does not compile until it is here. */
const deeds: Deeds = {
  refuse: [
    ...[401, 403, 413, 429, 500, 503].map((status) => ({ does: 'refuse', status }) as const),
    { does: 'refuse', status: 429, retryAfter: 1 },
  ],
  'lose-reply': [{ does: 'lose-reply' }],
  reset: (['before', 'during', 'after'] as const).map((when) => ({ does: 'reset', when }) as const),
  slow: [{ does: 'slow', bytesPerSecond: 4000 }],
  lag: [{ does: 'lag', ms: 400 }],
  stale: [{ does: 'stale' }],
  truncate: [{ does: 'truncate' }],
  corrupt: [{ does: 'corrupt' }],
  'expire-token': [{ does: 'expire-token' }],
  'read-only': [{ does: 'read-only' }],
};

export const allDeeds: readonly Deed[] = Object.values<readonly Deed[]>(deeds).flat();

export function deedName(deed: Deed): string {
  if (deed.does === 'refuse') return `${deed.status}${deed.retryAfter === undefined ? '' : ', wait'}`;
  return deed.does === 'reset' ? `reset ${deed.when}` : deed.does;
}
