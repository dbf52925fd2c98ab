import { verbs } from '../verbs/index.ts';
import type { Verb } from '../verbs/verb.ts';
import { columns } from '../verbs/words/columns.ts';
import { optionForms } from '../verbs/forms.ts';

export const help = (): string =>
  [
    'nx-convoy releases a repository of crates, wheels, images, charts and npm packages as one convoy.\n\n',
    'Usage: nx-convoy <verb> [options]\n\n',
    columns(
      verbs.map(({ name, summary }) => [name, summary]),
      undefined,
    ),
    '\nnx-convoy <verb> --help tells its options.\n',
  ].join('');

export function helpFor(verb: Verb): string {
  const rows = Object.entries(optionForms(verb)).map(([name, form]) => {
    const wanted = form.enum === undefined ? '=…' : `=${form.enum.join('|')}`;
    const value = form.type === 'boolean' ? '' : form.alone === undefined ? wanted : `[${wanted}]`;
    const standard = form.default === undefined || form.default === false ? '' : ` (${JSON.stringify(form.default)})`;
    return [`--${name}${value}`, `${form.description ?? ''}${standard}`];
  });
  return `${verb.summary}\n\nUsage: nx-convoy ${verb.name} [options]\n\n${columns(rows, undefined)}`;
}
