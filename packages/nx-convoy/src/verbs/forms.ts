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
export function optionForms(verb: Verb): Readonly<Record<string, OptionForm>> {
  const { properties = {} } = z.toJSONSchema(verb.options, { io: 'input' });
  return properties as Record<string, OptionForm>;
}
