import type { BackOff } from '../../delivery/clock.ts';
import { usualPolicy, type Policy } from '../../delivery/policy.ts';
import type { Config, Pauses } from '../../model/config.ts';

/** How patient this run is: as the configuration has it, and as usual where that says nothing. */
export function policyOf({ publish = {} }: Pick<Config, 'publish'>, patience: number): Policy {
  const { retry = usualPolicy.retry, policy = {} } = publish;
  const { attempts, putOffs, silences, backOff, poll, settle, fresh, owner } = policy;
  return {
    retry,
    attempts: attempts ?? usualPolicy.attempts,
    putOffs: putOffs ?? usualPolicy.putOffs,
    silences: silences ?? usualPolicy.silences,
    backOff: pausesOf(backOff, usualPolicy.backOff),
    poll: pausesOf(poll, usualPolicy.poll),
    settleMs: inMs(settle) ?? usualPolicy.settleMs,
    patienceMs: patience * 1000,
    freshMs: inMs(fresh) ?? usualPolicy.freshMs,
    ownerMs: inMs(owner) ?? usualPolicy.ownerMs,
  };
}

/** One that is named alone does not turn the two around. */
function pausesOf({ first, most }: Pauses = {}, usual: BackOff): BackOff {
  const firstMs = inMs(first) ?? Math.min(usual.firstMs, inMs(most) ?? usual.firstMs);
  return { firstMs, mostMs: Math.max(firstMs, inMs(most) ?? usual.mostMs) };
}

const inMs = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : Math.round(seconds * 1000);
