import { evaluationOf, type Arguments, type Evaluation, type Located } from '../../text/py/evaluate.ts';
import type { Expression } from '../../text/py/expression.ts';
import { callsOf, readModule, type Module } from '../../text/py/module.ts';

/** A setup.py, read but never run. */
export interface Setup {
  readonly module: Module;
  readonly evaluation: Evaluation;
  /** What setup() is given; absent where the file never calls it. */
  readonly arguments?: Arguments;
  /** Statements of a template engine stand in it: what they leave is not known. */
  readonly isTemplate: boolean;
  readonly line: number;
}

const nothing: Module = { assigned: new Map(), imported: new Map(), functions: new Map(), lines: [] };

export function readSetup(text: string): Setup {
  // A module of a program may be called setup.py too; most are known without reading them.
  const module = /\bsetup\s*\(/.test(text) ? readModule(text) : nothing;
  const evaluation = evaluationOf(module);
  const isTemplate = /\{%-?\s[^{}]*%\}/.test(text);
  const calls = callsOf(module, 'setup').filter(({ through }) =>
    through === undefined ? !module.functions.has('setup') : /^(setuptools|core|skbuild)$/.test(through),
  );
  const call = calls.find(({ given }) => given.some(({ name }) => name === 'name')) ?? calls[0];
  if (call === undefined) return { module, evaluation, isTemplate, line: 1 };
  return { module, evaluation, isTemplate, arguments: evaluation.given(call.given), line: call.line };
}

/** With its version found out, for the requirements that are made with it: `f"sibling=={version}"`. */
export function withVersion(setup: Setup, version: string): Setup {
  const given = argumentOf(setup, 'version');
  if (given?.is !== 'name') return setup;
  return { ...setup, evaluation: evaluationOf(setup.module, new Map([[given.name, version]])) };
}

export const argumentOf = (setup: Setup | undefined, name: string): Expression | undefined =>
  setup?.arguments?.named.get(name);

export const textOf = (setup: Setup | undefined, name: string): Located | undefined =>
  setup?.evaluation.text(argumentOf(setup, name));
