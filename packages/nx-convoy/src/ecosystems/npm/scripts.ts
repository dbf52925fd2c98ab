import { inside } from '../../paths/inside.ts';
import { textsOf } from '../../text/json/narrow.ts';
import { tableOf, type Package } from './manifest.ts';

/** One command of a script, as far as it can be told without a shell. */
export interface Call {
  readonly script: string;
  readonly words: readonly string[];
  /** Where `cd` had led; undefined when it left the workspace. */
  readonly folder: string | undefined;
}

/** The commands of those scripts that hold a word. */
export const calls = (pkg: Package, word: RegExp): readonly Call[] =>
  textsOf(tableOf(pkg).scripts)
    .filter(([, text]) => word.test(text))
    .flatMap(([script, text]) => callsOf(script, text, pkg.folder));

function callsOf(script: string, text: string, start: string): readonly Call[] {
  const found: Call[] = [];
  let folder: string | undefined = start;
  for (const command of text.split(/&&|\|\|?|;|&/)) {
    const words = command
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/^["'(]+|["')]+$/g, ''));
    if (words[0] === 'cd' || words[0] === 'pushd')
      folder = folder === undefined ? undefined : inside(folder, words[1] ?? '');
    else found.push({ script, words, folder });
  }
  return found;
}
