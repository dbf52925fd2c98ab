import type { Clock } from '../clock.ts';

export interface Rate {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** In seconds since 1970. */
  readonly reset: number;
}

/** Counts requests by the hour, as GitHub does, and refuses none: who wants to see a limit met asks for a fault. */
export interface Meter {
  count(login: string): Rate;
  of(login: string): Rate;
}

export function meterOf(clock: Clock): Meter {
  const used = new Map<string, number>();
  let hour = -1;
  const rate = (login: string, more: number): Rate => {
    const now = Math.floor(clock.now() / 3_600_000);
    if (now !== hour) used.clear();
    hour = now;
    const count = (used.get(login) ?? 0) + more;
    used.set(login, count);
    // Clients wait for the reset when nothing is left.
    return { limit, used: count, remaining: Math.max(1, limit - count), reset: (now + 1) * 3600 };
  };
  return { count: (login) => rate(login, 1), of: (login) => rate(login, 0) };
}

const limit = 5000;

export const rateHeaders = ({ limit, used, remaining, reset }: Rate): Readonly<Record<string, string>> => ({
  'x-ratelimit-limit': String(limit),
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(reset),
  'x-ratelimit-used': String(used),
  'x-ratelimit-resource': 'core',
});
