import { usualPolicy, type Policy } from '../../delivery/policy.ts';
import type { PublishConfig } from '../../model/config.ts';
import { policyOf } from './policy.ts';

it.each<[string, PublishConfig | undefined, Partial<Policy>]>([
  ['as usual', undefined, {}],
  ['seconds', { policy: { settle: 0.25, fresh: 2, owner: 7 } }, { settleMs: 250, freshMs: 2000, ownerMs: 7000 }],
  ['how often', { policy: { attempts: 1, putOffs: 2, silences: 3 } }, { attempts: 1, putOffs: 2, silences: 3 }],
  ['one end of a pause', { policy: { poll: { first: 20 } } }, { poll: { firstMs: 20_000, mostMs: 20_000 } }],
  ['the other end', { policy: { backOff: { most: 1 } } }, { backOff: { firstMs: 1000, mostMs: 1000 } }],
  ['who says when it is tried again', { retry: 'decision' }, { retry: 'decision' }],
])('%s', (_, publish, expected) => {
  const usual = { ...usualPolicy, patienceMs: 9000 };
  expect(policyOf(publish === undefined ? {} : { publish }, 9)).toEqual({ ...usual, ...expected });
});
