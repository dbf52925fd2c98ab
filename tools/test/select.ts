import type { Options, Step } from './step.ts';

export interface Selection extends Options {
  readonly steps: readonly Step[];
}

/** `--only=unit,lint`, `--all`; whatever else was given belongs to jest. A step brings along what it needs. */
export function select(argv: readonly string[], steps: readonly Step[]): Selection {
  const only = argv.find((arg) => arg.startsWith('--only='));
  const names = only === undefined ? steps.map((step) => step.name) : only.slice('--only='.length).split(',');
  const known = new Map(steps.map((step) => [step.name, step]));
  const strange = names.filter((name) => !known.has(name));
  if (strange.length > 0) {
    throw new Error(`No such step: ${strange.join(', ')}. The steps are ${[...known.keys()].join(', ')}.`);
  }
  const wanted = new Set(names.flatMap((name) => [...brought(known.get(name)), name]));
  return {
    steps: steps.filter((step) => wanted.has(step.name)),
    all: argv.includes('--all'),
    args: argv.filter((arg) => arg !== only && arg !== '--all'),
  };
}

const brought = (step?: Step): readonly string[] => [...(step?.needs ?? []), ...(step?.wants ?? [])];
