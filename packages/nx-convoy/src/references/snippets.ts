import { lineCounter } from '../text/splice/value.ts';
import { blocksOf, type Block } from './blocks.ts';
import { commandsIn } from './commands.ts';
import type { Lookup } from './lookup.ts';
import type { Left, Mention, Moved, Restated } from './moved.ts';
import { badges } from './recognise/badges.ts';
import { cargo } from './recognise/cargo.ts';
import { docker } from './recognise/docker.ts';
import { forge } from './recognise/forge.ts';
import { helm } from './recognise/helm.ts';
import { npm } from './recognise/npm.ts';
import { python } from './recognise/python.ts';
import type { Recogniser } from './recognise/recogniser.ts';
import { respell } from './respell.ts';

/** What knows how people write versions of one kind of thing. One more is one more line. */
const recognisers: readonly Recogniser[] = [cargo, python, npm, docker, helm, forge, badges];

export interface Told {
  readonly restated: readonly Restated[];
  readonly left: readonly Left[];
}

/** Install snippets, badges and links of a document that name a version which is left. */
export function snippetsIn(file: string, text: string, lookup: Lookup): Told {
  const restated: Restated[] = [];
  const left: Left[] = [];
  const lineOf = lineCounter(text);
  for (const block of blocksOf(text)) {
    for (const found of mentionsOf(block)) {
      const mention = { ...found, start: block.start + found.start, end: block.start + found.end };
      const meant = lookup.find(mention.of, mention.text, file);
      if (meant === undefined) continue;
      const leave = (unit: string, why: string): void => {
        left.push({ unit, at: { file, line: lineOf(mention.start) }, text: mention.text, why });
      };
      if ('unclear' in meant) {
        leave(meant.unit, meant.unclear);
        continue;
      }
      const { moved, tag } = meant;
      const after =
        tag === undefined ? respell(mention.text, moved, meant.ecosystem) : { after: encodedLike(mention.text, tag) };
      if (after === undefined) continue;
      if ('why' in after) leave(moved.unit.id, after.why);
      else if (block.past !== undefined) leave(moved.unit.id, block.past);
      else if (after.after !== mention.text)
        restated.push(
          { start: mention.start, end: mention.end, after: after.after, why: `names ${moved.unit.id}` },
          ...alongside(text, mention, moved),
        );
    }
  }
  return { restated, left };
}

function mentionsOf(block: Block): readonly Mention[] {
  const commands = commandsIn(block.text);
  return recognisers.flatMap((each) => [
    ...commands.flatMap((command) => each.command?.(command) ?? []),
    ...(each.block?.(block) ?? []),
  ]);
}

const encodedLike = (before: string, tag: string): string =>
  before.includes('%') ? tag.replaceAll('@', '%40').replaceAll('+', '%2B').replaceAll('/', '%2F') : tag;

/** In an address that names a version, the name of the file behind it names it again, and so may the words of the link. */
function alongside(text: string, { start, end }: Mention, moved: Moved): readonly Restated[] {
  const address = /[^\s()[\]<>"'`]*$/.exec(text.slice(Math.max(0, start - 400), start))?.[0] ?? '';
  if (!/^https?:\/\//.test(address)) return [];
  const behind = /^[^\s()[\]<>"'`]*/.exec(text.slice(end, end + 400))?.[0] ?? '';
  const words = /\[([^[\]\n]*)\]\($/.exec(
    text.slice(Math.max(0, start - address.length - 200), start - address.length),
  )?.[1];
  const wordsEnd = start - address.length - 2;
  return [
    ...versionsIn(behind, end, moved),
    ...(words === undefined ? [] : versionsIn(words, wordsEnd - words.length, moved)),
  ];
}

function versionsIn(text: string, offset: number, { leaves, to, unit }: Moved): readonly Restated[] {
  return leaves.flatMap((version) =>
    [...text.matchAll(new RegExp(`(?<![\\d.])${version.replaceAll(/[.+]/g, '\\$&')}(?!\\d|\\.\\d)`, 'g'))].map(
      ({ index }) => ({
        start: offset + index,
        end: offset + index + version.length,
        after: to,
        why: `names ${unit.id}`,
      }),
    ),
  );
}
