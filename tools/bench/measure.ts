import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../root.ts';

export interface Cost {
  /** User and system time in seconds, children included. */
  readonly cpu: number;
  readonly wall: number;
  /** Of the largest single process, in MB. */
  readonly memory: number;
  /** -1 where it was stopped at the cap: then the rest is a lower bound. */
  readonly code: number;
}

export interface Command {
  readonly argv: readonly string[];
  readonly cwd?: string;
  /** Runs before each measurement and is not measured. */
  readonly before?: () => void;
  readonly env?: Readonly<Record<string, string>>;
  /** Where its stdout goes. */
  readonly out?: string;
  readonly capSeconds?: number;
}

/** Medians of several whole processes, one after the other in turn, so that a machine's drift meets all of them alike. */
export function measure<Name extends string>(
  commands: Readonly<Record<Name, readonly string[] | Command>>,
  cwd: string,
  runs = 5,
): Readonly<Record<Name, Cost>> {
  const entries = Object.entries<readonly string[] | Command>(commands);
  const costs = new Map(entries.map(([name]) => [name, [] as Cost[]]));
  for (let run = 0; run <= runs; run++) {
    for (const [name, command] of entries) {
      const cost = once('argv' in command ? command : { argv: command }, cwd);
      if (run > 0) costs.get(name)?.push(cost); // the first warms the disk's cache
    }
  }
  return Object.fromEntries([...costs].map(([name, all]) => [name, middle(all)])) as Record<Name, Cost>;
}

/** Node tells what it used itself, not what its children did; python3 is at hand wherever this repository is built. */
export function once(
  { argv, cwd, before, env = {}, out = '/dev/null', capSeconds = 0 }: Command,
  folder: string,
): Cost {
  before?.();
  const { stdout, stderr } = spawnSync(
    'python3',
    [join(root, 'tools/bench/cost.py'), String(capSeconds), out, ...argv],
    {
      cwd: cwd ?? folder,
      // Certificates that a machine makes every start of Node read are no cost of any command: 0.05 s of CPU on one of them.
      env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined, ...env },
      encoding: 'utf8',
    },
  );
  const [cpu, wall, memory, code] = stdout.trim().split(' ').map(Number);
  if (cpu === undefined || wall === undefined || memory === undefined || code === undefined)
    throw new Error(`${argv.join(' ')} could not be measured: ${stderr}`);
  return { cpu, wall, memory: memory / 1024, code };
}

const middle = (all: readonly Cost[]): Cost => ({
  cpu: median(all.map(({ cpu }) => cpu)),
  wall: median(all.map(({ wall }) => wall)),
  memory: median(all.map(({ memory }) => memory)),
  code: all.find(({ code }) => code !== 0)?.code ?? 0,
});

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

export const seconds = (value: number): string => value.toFixed(3).padStart(7);
