import { z } from 'zod';
import type { Verb } from './verb.ts';

export interface OptionForm {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  /** The value of an option that is named without one. */
  readonly alone?: string;
  /** What a person is asked who did not say it. */
  readonly prompt?: string;
}

/** A verb's options as JSON schema: what help, Nx and the reader of arguments are made from. */
export function optionForms({ options }: Verb): Readonly<Record<string, OptionForm>> {
  const before = known.get(options);
  if (before !== undefined) return before;
  const { properties = {} } = z.toJSONSchema(options, { io: 'input' });
  const forms = properties as Record<string, OptionForm>;
  known.set(options, forms);
  return forms;
}

/** Nx asks once for each task of a thousand. */
const known = new WeakMap<z.ZodObject, Readonly<Record<string, OptionForm>>>();
