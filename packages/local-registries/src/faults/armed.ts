import type { Clock } from '../clock.ts';
import type { Role } from '../server/route.ts';
import { fit } from '../server/router.ts';
import { lasting, likelyRole, type Fault } from './fault.ts';

/** A fault that hits the request at hand. */
export interface Hit {
  readonly fault: Fault;
  /** When it was set. */
  readonly since: number;
}

export interface Target {
  readonly registry: string;
  readonly method: string;
  readonly role: Role | undefined;
  readonly segments: readonly string[];
}

export interface Faults {
  /** Sets a fault; what it returns takes the fault back. */
  set(fault: Fault): () => void;
  clear(): void;
  list(): readonly Fault[];
  /** Those that hit this request, each of which counts it. */
  hits(target: Target): readonly Hit[];
  /** Whether older states of the index may be asked for. */
  needPast(registry: string): boolean;
}

interface Armed extends Hit {
  seen: number;
}

export function faults(clock: Clock): Faults {
  const armed = new Set<Armed>();
  return {
    set(fault) {
      const one: Armed = { fault, since: clock.now(), seen: 0 };
      armed.add(one);
      return () => void armed.delete(one);
    },
    clear: () => armed.clear(),
    list: () => [...armed].map(({ fault }) => fault),
    hits: (target) =>
      [...armed].filter((one) => {
        if (!aimsAt(one.fault, target)) return false;
        one.seen += 1;
        const first = one.fault.nth ?? 1;
        const { times = lasting.has(one.fault.does) ? 'all' : 1 } = one.fault;
        const last = times === 'all' ? Infinity : first + times - 1;
        // What cannot hit anything any more is gone from the list, so that a test can see what is left.
        if (one.seen >= last) armed.delete(one);
        return one.seen >= first && one.seen <= last;
      }),
    needPast: (registry) =>
      [...armed].some(
        ({ fault }) => (fault.does === 'lag' || fault.does === 'stale') && (fault.registry ?? registry) === registry,
      ),
  };
}

function aimsAt(fault: Fault, { registry, method, role, segments }: Target): boolean {
  if (fault.registry !== undefined && fault.registry !== registry) return false;
  if (fault.method !== undefined && fault.method !== method) return false;
  // A path is more exact than any default.
  const on = fault.on ?? (fault.path === undefined ? likelyRole[fault.does] : undefined);
  if (on !== undefined && on !== role) return false;
  if (fault.does === 'read-only' && (method === 'GET' || method === 'HEAD')) return false;
  return fault.path === undefined || fit(fault.path.split('/').slice(1), segments) !== undefined;
}
