import type { Named } from '../moved.ts';
import { atVersion, endOfWord, isCode, mentionsIn, type Recogniser } from './recogniser.ts';

const npmPackage = (name: string): Named => ({ ecosystem: 'npm', name });

/** `npm i name@1.2.3` and its kin, dependencies of a package.json, addresses that serve a package's files. */
export const npm: Recogniser = {
  command(command) {
    const [program, ...words] = command;
    if (!/^(npm|npx|pnpm|pnpx|yarn|bunx?|deno)$/.test(program?.text ?? '')) return [];
    return words.flatMap((word) => {
      const { name, version } = atVersion(word) ?? {};
      return name === undefined || version === undefined || version.startsWith('npm:')
        ? []
        : [endOfWord(word, version, npmPackage(name.replace(/^(?:npm|--package=|-p=)[:]?/, '')))];
    });
  },
  block: (block) => [
    ...(isCode(block, 'json', 'jsonc', 'json5') ? mentionsIn(block.text, entries, npmPackage) : []),
    ...mentionsIn(block.text, served, npmPackage),
    ...mentionsIn(block.text, shown, npmPackage),
  ],
};

const name = String.raw`(?<name>(?:@[\w.-]+\/)?[\w.-]+)`;
const entries = new RegExp(`"${name}"\\s*:\\s*"(?:workspace:|npm:)?(?<version>[~^<>=\\s|v]*\\d[^"\\n]*)"`, 'dg');
const served = new RegExp(
  `(?:https?://(?:unpkg\\.com|esm\\.sh|esm\\.run|cdn\\.skypack\\.dev|(?:cdn|fastly)\\.jsdelivr\\.net/npm)/|(?<![\\w-])npm:)${name}@(?<version>[~^]?v?\\d[\\w.+-]*)`,
  'dg',
);
const shown = new RegExp(`https?://(?:www\\.)?npmjs\\.com/package/${name}/v/(?<version>\\d[\\w.+-]*)`, 'dg');
