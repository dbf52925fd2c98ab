import type { Change } from '../../history/touched.ts';
import { oneLine, safe } from './item.ts';

const coAuthor = /^co-authored-by:[ \t]*(?<name>[^<\n]+?)[ \t]*<(?<email>[^>\n]*)>/gim;

/** The people behind some commits, by name; programs that commit are thanked by nobody. */
export function authorsOf(changes: readonly Change[]): readonly string[] {
  const names = new Set<string>();
  const add = (name: string, email: string): void => {
    const plain = oneLine(name);
    const shown = safe(plain);
    if (plain !== '' && !names.has(shown) && !isBot(plain, email)) names.add(shown);
  };
  for (const { author, email, text } of changes) {
    add(author, email);
    if (text.includes('\n') && /co-authored-by:/i.test(text))
      for (const { groups } of text.matchAll(coAuthor)) add(groups?.name ?? '', groups?.email ?? '');
  }
  // By code units: the order of a locale differs from machine to machine.
  return [...names].sort();
}

const isBot = (name: string, email: string): boolean =>
  /\[bot\]|^(dependabot|renovate|github-actions|greenkeeper|pre-commit-ci)\b/i.test(name) ||
  /\[bot\]@|^(bot|noreply)@/i.test(email);
