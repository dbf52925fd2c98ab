import type { Item } from './entry.ts';

/** What a text of bullets tells already, to be asked for each item that might join it. */
export interface Told {
  readonly has: (item: Item) => boolean;
}

export function told(lines: readonly string[]): Told {
  const bullets = bulletsIn(lines);
  const texts = new Set(bullets.map(plain));
  const long = bullets.map(plain).filter((text) => text.split(' ').length > minimumWords);
  const references = new Set(bullets.flatMap(referencesIn));
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

/** Each bullet with the lines that go on with it, as one text. */
function bulletsIn(lines: readonly string[]): readonly string[] {
  const found: string[] = [];
  let isOpen = false;
  for (const line of lines) {
    const text = bullet.exec(line)?.groups?.text;
    if (text !== undefined) found.push(text);
    else if (isOpen && /^\s+\S/.test(line)) found.push(`${found.pop() ?? ''} ${line.trim()}`);
    isOpen = text !== undefined || (isOpen && line.trim() !== '' && /^\s/.test(line));
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
