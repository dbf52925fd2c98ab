import { optionForms } from '../verbs/forms.ts';
import type { Verb } from '../verbs/verb.ts';
import { releaseProperties } from './publish/release-options.ts';

/** A verb's options as Nx reads them: `nx release-graph --help` prints this, and Nx checks what a user types by it. */
export function executorSchema(verb: Verb): object {
  const properties = Object.fromEntries(
    Object.entries(optionForms(verb)).map(([name, { type, enum: choices, default: standard, description, alone }]) => [
      name,
      {
        type: alone === undefined ? type : [type, 'boolean'],
        ...(type === 'array' ? { items: { type: 'string' } } : {}),
        ...(choices === undefined ? {} : { enum: choices }),
        ...(standard === undefined ? {} : { default: standard }),
        description,
      },
    ]),
  );
  return {
    $schema: 'https://json-schema.org/schema',
    version: 2,
    title: `nx-convoy ${verb.name}`,
    description: verb.summary,
    type: 'object',
    properties: verb.name === 'publish' ? { ...properties, ...releaseProperties } : properties,
    additionalProperties: false,
  };
}
