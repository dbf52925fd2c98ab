import { expand, isKnown, unknown, type Values } from '../../text/dockerfile/expand.ts';
import type { Instruction } from '../../text/dockerfile/read.ts';
import { flagOf } from '../../text/dockerfile/read.ts';
import type { Dockerfile, Stage } from '../../text/dockerfile/stages.ts';
import { words } from '../../text/dockerfile/words.ts';

/** What a stage starts from, or a copy takes from. */
export type Source =
  | { readonly is: 'stages'; readonly stages: readonly Stage[] }
  | { readonly is: 'other'; readonly reference: string }
  | { readonly is: 'nothing' };

export interface Reached {
  readonly stage: Stage;
  readonly base: Source;
  /** Whether what it holds is in the image; else only what is copied out of it. */
  readonly isFinal: boolean;
}

export interface Build {
  /** In the order of the file, so that a stage stands behind those that it takes from. */
  readonly reached: readonly Reached[];
  /** Values of ARGs before the first FROM. */
  readonly globals: Scope;
  sourceOf(reference: string, stage: Stage): Source;
}

export type Scope = ReadonlyMap<string, string>;
export type Args = Readonly<Record<string, string>>;

/** The stages that the wanted one is made of; the last one is wanted where none is named. */
export function planBuild(file: Dockerfile, args: Args, target: string | undefined): Build {
  const globals = file.args.reduce<Scope>((scope, arg) => declare(scope, arg, args), new Map());
  const valueOf: Values = (name) => globals.get(name);
  const sourceOf = (reference: string, stage: Stage): Source => resolve(reference, file.stages.slice(0, stage.index));
  const bases = file.stages.map((stage) => sourceOf(expand(stage.base, valueOf), stage));
  const finals = new Set<number>();
  const reached = new Set<number>();

  const visit = (stage: Stage, isFinal: boolean): void => {
    if (isFinal ? finals.has(stage.index) : reached.has(stage.index)) return;
    if (isFinal) finals.add(stage.index);
    const isKnownStage = reached.has(stage.index);
    reached.add(stage.index);
    const base = bases[stage.index];
    if (base?.is === 'stages') for (const one of base.stages) visit(one, isFinal);
    if (isKnownStage) return;
    for (const reference of stage.instructions.flatMap(takenFrom)) {
      const source = sourceOf(expand(reference, valueOf), stage);
      if (source.is === 'stages') for (const one of source.stages) visit(one, false);
    }
  };
  const wanted = stageNamed(target, file.stages) ?? file.stages.at(-1);
  if (wanted !== undefined) visit(wanted, true);
  return {
    reached: file.stages
      .filter((stage) => reached.has(stage.index))
      .map((stage) => ({ stage, base: bases[stage.index] ?? { is: 'nothing' }, isFinal: finals.has(stage.index) })),
    globals,
    sourceOf,
  };
}

/** Stages and images that an instruction copies or mounts from. */
export function takenFrom(instruction: Instruction): readonly string[] {
  const copied = instruction.keyword === 'COPY' ? flagOf(instruction, 'from') : undefined;
  const mounted = instruction.flags.filter(([flag]) => flag === 'mount').map(([, value]) => mountOption(value, 'from'));
  return [copied, ...mounted].filter((reference) => reference !== undefined);
}

export const mountOption = (mount: string, ...names: readonly string[]): string | undefined =>
  mount
    .split(',')
    .map((option) => option.split('='))
    .find(([name = '']) => names.includes(name))?.[1];

/**
 * A stage before it is meant before an image of the same name. Where a variable without value hides a part of the name, all stages
 * that it could mean are; an image it could mean is not known.
 */
function resolve(reference: string, stages: readonly Stage[]): Source {
  if (reference === 'scratch' || reference === '') return { is: 'nothing' };
  const stage = stageNamed(reference, stages);
  if (stage !== undefined) return { is: 'stages', stages: [stage] };
  if (isKnown(reference)) return { is: 'other', reference };
  const possible =
    reference === unknown ? [] : stages.filter(({ name }) => name !== undefined && fits(reference.toLowerCase(), name));
  return possible.length > 0 ? { is: 'stages', stages: possible } : { is: 'other', reference };
}

function stageNamed(reference: string | undefined, stages: readonly Stage[]): Stage | undefined {
  if (reference === undefined) return undefined;
  const name = reference.toLowerCase();
  // The last of several with one name hides the others.
  return stages.findLast((stage) => stage.name === name) ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined);
}

/** Whether a name begins, ends and goes on as the known parts do. */
function fits(reference: string, name: string): boolean {
  const parts = reference.split(unknown);
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  return name.length >= first.length + last.length && name.startsWith(first) && name.endsWith(last);
}

/** `ARG A=1 B`: what the builder is told comes first, then what is written, then what held before. */
export function declare(scope: Scope, arg: Instruction, args: Args, outer: Scope = new Map()): Scope {
  const next = new Map(scope);
  for (const word of words(arg.rest)) {
    const [name, written] = split(word);
    const given = Object.hasOwn(args, name) ? args[name] : undefined;
    const value = given ?? (written === undefined ? outer.get(name) : expand(written, (other) => next.get(other)));
    if (value !== undefined) next.set(name, value);
  }
  return next;
}

/** `ENV A=1 B=2`, or the old `ENV A 1`. */
export function assign(scope: Scope, env: Instruction): Scope {
  const list = words(env.rest);
  const pairs = list[0]?.includes('=') === true ? list.map(split) : [[list[0] ?? '', list.slice(1).join(' ')] as const];
  const valueOf: Values = (name) => scope.get(name);
  const next = new Map(scope);
  for (const [name, value] of pairs) if (value !== undefined) next.set(name, expand(value, valueOf));
  return next;
}

function split(word: string): readonly [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}
