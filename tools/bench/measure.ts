import { spawnSync } from 'node:child_process';

export interface Cost {
  /** User and system time, children included. */
  readonly cpu: number;
  readonly wall: number;
}

/** Medians of several whole processes, one after the other in turn, so that a machine's drift meets all of them alike. */
export function measure(
  commands: Readonly<Record<string, readonly string[]>>,
  cwd: string,
  runs = 5,
): Readonly<Record<string, Cost>> {
  const costs = Object.fromEntries(Object.keys(commands).map((name) => [name, [] as Cost[]]));
  for (let run = 0; run <= runs; run++) {
    for (const [name, command] of Object.entries(commands)) {
      const cost = once(command, cwd);
      if (run > 0) costs[name]?.push(cost); // the first warms the disk's cache
    }
  }
  return Object.fromEntries(
    Object.entries(costs).map(([name, all]) => [
      name,
      { cpu: median(all.map(({ cpu }) => cpu)), wall: median(all.map(({ wall }) => wall)) },
    ]),
  );
}

/** The shell's own clock counts what a process and its children have used; Node tells that of itself only. */
function once(command: readonly string[], cwd: string): Cost {
  const script = 'TIMEFORMAT="%3U %3S %3R"; time "$@" >/dev/null 2>/dev/null';
  const { stderr } = spawnSync('bash', ['-c', script, 'time', ...command], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [user = 0, system = 0, wall = 0] = stderr.trim().split(' ').map(Number);
  return { cpu: user + system, wall };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export const seconds = (value: number): string => value.toFixed(3).padStart(7);
