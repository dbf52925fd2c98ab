import { optionForms, type OptionForm } from '../verbs/forms.ts';
import type { Verb } from '../verbs/verb.ts';
import { releaseProperties } from './publish/release-options.ts';

/** What a generator is asked: a dry run is Nx's own word, and what `prompt` asks is asked of a person who did not say it. */
export function generatorSchema(verb: Verb): object {
  const forms = Object.entries(optionForms(verb)).filter(([name]) => name !== 'dryRun');
  return {
    $schema: 'https://json-schema.org/schema',
    $id: `nx-convoy-${verb.name}`,
    title: `nx-convoy ${verb.name}`,
    description: verb.summary,
    type: 'object',
    properties: Object.fromEntries(
      forms.map(([name, form]) => [
        name,
        { ...propertyOf(form), ...(form.prompt === undefined ? {} : { 'x-prompt': form.prompt }) },
      ]),
    ),
    additionalProperties: false,
  };
}

/** A verb's options as Nx reads them: `nx release-graph --help` prints this, and Nx checks what a user types by it. */
export function executorSchema(verb: Verb): object {
  const properties = Object.fromEntries(
    Object.entries(optionForms(verb)).map(([name, form]) => [name, propertyOf(form)]),
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

const propertyOf = ({ type, enum: choices, default: standard, description, alone }: OptionForm): object => ({
  type: alone === undefined ? type : [type, 'boolean'],
  ...(type === 'array' ? { items: { type: 'string' } } : {}),
  ...(choices === undefined ? {} : { enum: choices }),
  ...(standard === undefined ? {} : { default: standard }),
  description,
});
