import { valueOf } from '../commands.ts';
import type { Named } from '../moved.ts';
import { endOfWord, isCode, mentionsIn, type Recogniser } from './recogniser.ts';

const chart = (name: string): Named => ({ ecosystem: 'helm', name });

/** `helm install … --version 1.2.3`, charts that others depend on, addresses of Artifact Hub. */
export const helm: Recogniser = {
  command(command) {
    const [program, ...words] = command;
    const version = valueOf(command, '--version');
    if (program?.text !== 'helm' || version === undefined) return [];
    // `[repository/]chart`, or an address that ends in its name; of other words that look so none is a chart of ours.
    const charts = words.filter(({ text }) => /^(?:oci:\/\/)?[\w.-]+(?:[:/][\w.-]+)+$/.test(text));
    const candidates = words.some(({ text }) => text.startsWith('--repo')) ? [...charts, ...plainNames(words)] : charts;
    const names = candidates.map(({ text }) => text.split('/').at(-1) ?? '');
    return [...new Set(names)].map((name) => endOfWord(version, version.text, chart(name)));
  },
  block: (block) => [
    ...(isCode(block, 'yaml', 'yml', 'helm') ? mentionsIn(block.text, dependencies, chart) : []),
    ...mentionsIn(block.text, addresses, chart),
    ...(block.language === undefined ? mentionsIn(block.text, rows, chart) : []),
  ],
};

const plainNames = (
  words: readonly { readonly text: string; readonly start: number; readonly end: number }[],
): typeof words =>
  words.slice(1).filter(({ text }, at, all) => /^[a-z][\w.-]*$/.test(text) && !/^--/.test(all[at - 1]?.text ?? ''));

/** `- name: x` or `chart: x`, and the version below it. */
const dependencies =
  /(?:^|\n)[ \t>]*(?:-[ \t]+)?(?:name|chart):[ \t]*["']?(?:[\w.-]+\/)?(?<name>[\w.-]+)["']?[ \t]*\r?\n(?:[ \t]+(?:repository|repoURL|alias|condition):[^\n]*\n)*[ \t]+(?:version|targetRevision):[ \t]*["']?(?<version>[~^<>=]*\s*v?\d[^"'#\n]*?)(?=["']?[ \t]*(?:#[^\n]*)?\r?(?:\n|$))/dg;
/** The table of requirements as helm-docs writes it: repository, name, version. */
const rows = /^\|[^|\n]*\|[ \t]*(?<name>[\w.-]+)[ \t]*\|[ \t]*(?<version>[~^]?v?\d[\w.+-]*)[ \t]*\|[ \t]*\r?$/dgm;
const addresses = /https?:\/\/artifacthub\.io\/packages\/helm\/[\w.-]+\/(?<name>[\w.-]+)\/(?<version>\d[\w.+-]*)/dg;
