import type { Block } from '../blocks.ts';
import type { Command, Word } from '../commands.ts';
import type { Mention, Named } from '../moved.ts';

/** Finds what one kind of text says of versions. Offsets are those of the block. */
export interface Recogniser {
  /** In a command, wherever it stands. */
  command?(command: Command): readonly Mention[];
  block?(block: Block): readonly Mention[];
}

/** The end of a word, or what of it the text is. */
export const endOfWord = ({ start, end }: Pick<Word, 'start' | 'end'>, text: string, of: Named): Mention => ({
  start: Math.max(start, end - text.length),
  end,
  text,
  of,
});

/** What the groups `name` and `version` of a pattern take, each time that it holds. The pattern has the flags d and g. */
export function mentionsIn(text: string, pattern: RegExp, ofName: (name: string) => Named): readonly Mention[] {
  return [...text.matchAll(pattern)].flatMap(({ groups, indices }) => {
    const range = indices?.groups?.version;
    if (range === undefined) return [];
    return [{ start: range[0], end: range[1], text: text.slice(...range), of: ofName(groups?.name ?? '') }];
  });
}

/** `name@version`, scopes included. */
export function atVersion(word: Word): { readonly name: string; readonly version: string } | undefined {
  const at = word.text.lastIndexOf('@');
  return at <= 0 || at === word.text.length - 1
    ? undefined
    : { name: word.text.slice(0, at), version: word.text.slice(at + 1) };
}

/** Whether a block of code may be of one of these languages: one that is not told may be any. */
export const isCode = ({ language }: Block, ...languages: readonly string[]): boolean =>
  language !== undefined && (language === '' || languages.includes(language));
