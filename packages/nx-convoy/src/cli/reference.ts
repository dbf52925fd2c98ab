import type { Verb } from '../verbs/verb.ts';
import { optionForms } from '../verbs/forms.ts';

/** docs/reference.md, made from the verbs so that it cannot drift from them. */
export const referencePage = (verbs: readonly Verb[]): string =>
  [
    '# Reference\n\n',
    '<!-- Made from the options of each verb; `CONVOY_UPDATE=1 npm run unit` makes it anew. -->\n\n',
    'Every verb is a command of the bin (`nx-convoy <verb>`) and a target of the workspace root (`nx release-<verb>`), with the\n',
    'same options; those that set a repository up are generators (`nx g nx-convoy:<verb>`). On Nx all options are named; lists are\n',
    '`--units=a,b`.\n',
    ...verbs.map(section),
  ].join('');

function section(verb: Verb): string {
  const rows = Object.entries(optionForms(verb)).map(
    ([name, { type, enum: choices, default: standard, description }]) => {
      const values = choices?.map((choice) => `\`${choice}\``).join(', ') ?? type ?? '';
      return `| \`--${name}\` | ${values} | ${standard === undefined ? '' : `\`${typeof standard === 'string' ? standard : JSON.stringify(standard)}\``} | ${description ?? ''} |\n`;
    },
  );
  return [
    `\n## ${verb.name}\n\n${verb.summary}\n\n`,
    '| option | values | default | |\n|---|---|---|---|\n',
    ...rows,
  ].join('');
}
