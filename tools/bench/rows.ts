import type { Cost } from './measure.ts';

export const headings = `${'what'.padEnd(34)}   CPU s  wall s      MB`;

export const row = (name: string, { cpu, wall, memory, code }: Cost): string =>
  `${name.padEnd(34)} ${cpu.toFixed(3).padStart(7)} ${wall.toFixed(3).padStart(7)} ${memory.toFixed(0).padStart(7)}${code === -1 ? '  stopped at the cap' : code === 0 ? '' : `  exit code ${code}`}`;

export const verdict = (name: string, value: number, budget: number): string =>
  `budget of ${name}: ${value.toFixed(2)} of ${budget.toFixed(2)}: ${value <= budget ? 'ok' : 'over'}`;
