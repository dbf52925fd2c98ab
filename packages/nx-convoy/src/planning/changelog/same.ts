import type { Item } from './entry.ts';

/** What a text of bullets tells already, to be asked for each item that might join it. */
export interface Told {
  readonly has: (item: Item) => boolean;
}

export function told(lines: readonly string[]): Told {
  const bullets = bulletsIn(lines);
  // Most releases have nothing that a person wrote: nothing is asked then.
  if (bullets.length === 0) return { has: () => false };
  const texts = new Set(bullets.flatMap(([first, whole]) => [plain(first), plain(whole)]));
  const long = [...texts].filter((text) => text.split(' ').length > minimumWords);
  const references = new Set(bullets.flatMap(([, whole]) => referencesIn(whole)));
  return {
    has: (item) => {
      const text = plain(item.text);
      return (
        texts.has(text) ||
        item.references.some((reference) => references.has(short(reference))) ||
        // A person often says the same and more.
        (text.split(' ').length >= minimumWords && long.some((longer) => longer.startsWith(`${text} `)))
      );
    },
  };
}

const minimumWords = 4;

const bullet = /^\s*(?:[-*+]|\d+[.)])\s+(?<text>.*)$/;

/** Each bullet: its first line, and all of it, for people break their lines. */
function bulletsIn(lines: readonly string[]): readonly (readonly [first: string, whole: string])[] {
  const found: [string, string][] = [];
  let isOpen = false;
  for (const line of lines) {
    const text = bullet.exec(line)?.groups?.text;
    const last = found.at(-1);
    if (text !== undefined) found.push([text, text]);
    else if (isOpen && last !== undefined && /^\s+\S/.test(line)) last[1] += ` ${line.trim()}`;
    isOpen = text !== undefined || (isOpen && /^\s+\S/.test(line));
  }
  return found;
}

/** Two people name one change alike, but for its dress: links, emphasis, scope, number, the tense of the verb. */
const plain = (text: string): string =>
  text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\((?=[^()]*(?:#\d|!\d|[0-9a-f]{7}))[^()]*\)/g, ' ')
    .replaceAll(/(?:,?\s*(?:closes|fixes|resolves))?[\s,]*[#!]\d+/gi, ' ')
    .replace(/^\**[\w@./, -]+:\**\s+/, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^([a-z]{3,}?)(?:ed|es|s|d)(?= )/, '$1');

/** Numbers and ids by which a bullet names what it tells of, in text or in links. */
function referencesIn(text: string): readonly string[] {
  const numbers = [...text.matchAll(/(?<![\w/])[#!](\d+)\b/g)].map(([, number = '']) => `#${number}`);
  const linked = [...text.matchAll(/\/(?:pull|pulls|issues|merge_requests)\/(\d+)\b/g)].map(
    ([, number = '']) => `#${number}`,
  );
  const ids = [...text.matchAll(/(?<![\w.-])[0-9a-f]{7,40}(?![\w-])/g)].map(([id]) => short(id));
  return [...numbers, ...linked, ...ids];
}

const short = (reference: string): string =>
  reference.startsWith('#') ? reference : reference.startsWith('!') ? `#${reference.slice(1)}` : reference.slice(0, 7);
