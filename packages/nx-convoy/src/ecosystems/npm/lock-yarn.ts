import type { Edit } from '../../model/edit.ts';
import { folderOf, inside } from '../../paths/inside.ts';
import { blocksOf, fieldOf, fieldsOf, replace, type Block } from '../../text/splice/blocks.ts';
import type { Locals } from './lock-local.ts';

/**
 * yarn.lock since Yarn 2. A member stands there under every range by which others require it, so that a range that moves changes what
 * requires it and the key of what is required. Locks of Yarn 1 say nothing of members.
 */
export function yarnLockEdits(file: string, text: string, locals: Locals): readonly Edit[] {
  if (!/^__metadata:/m.test(text)) return [];
  const members = membersOf(file, text);
  const edits: Edit[] = [];
  const moved = new Map<string, string>();
  for (const { block, folder } of members) {
    for (const need of needsIn(text, block)) {
      // A range without protocol is npm's, and written so.
      const range =
        locals.range(folder, need.name, need.text) ?? locals.range(folder, need.name, need.text.replace(/^npm:/, ''));
      const spelled = (plain: string): string =>
        /^[a-z]+:/.test(plain) || !need.text.startsWith('npm:') ? plain : `npm:${plain}`;
      if (range === undefined) continue;
      edits.push(...replace(file, need, spelled(range.after), `requires ${need.name}`));
      moved.set(`${need.name}@${need.text}`, `${need.name}@${spelled(range.after)}`);
    }
  }
  const kept = new Set(
    members.flatMap(({ block }) =>
      needsIn(text, block)
        .filter((need) => !edits.some(({ start }) => start === need.start))
        .map(({ name, text: range }) => `${name}@${range}`),
    ),
  );
  return [...edits, ...members.flatMap(({ block }) => keyEdits(file, text, block, moved, kept))];
}

interface Member {
  readonly block: Block;
  readonly folder: string;
}

function membersOf(file: string, text: string): readonly Member[] {
  return blocksOf(text, /^"[^\n]*":$|^[^\s#"][^\n]*:$/).flatMap((block) => {
    const path = fieldOf(text, block, /^ {2}resolution: "[^"]*@workspace:([^"]*)"/)?.text;
    const folder = path === undefined ? undefined : inside(folderOf(file), path);
    return folder === undefined ? [] : [{ block, folder }];
  });
}

function needsIn(text: string, block: Block) {
  const pattern = /^ {4}(?:"[^"]+"|[^\s":]+): "?([^"\n\r]+)"?\r?$/;
  return fieldsOf(text, block, pattern).map((field) => {
    const row = text.slice(text.lastIndexOf('\n', field.start) + 1, field.start);
    return { ...field, name: /^ {4}"?([^":]+)"?:/.exec(row)?.[1] ?? '' };
  });
}

/** The descriptors that lead to a member, in order; one stays as long as anybody requires the member by it. */
function keyEdits(
  file: string,
  text: string,
  block: Block,
  moved: ReadonlyMap<string, string>,
  kept: ReadonlySet<string>,
): readonly Edit[] {
  const field = fieldOf(text, block, /^"?([^"\n]*?)"?:\r?$/);
  if (field === undefined) return [];
  const before = field.text.split(', ');
  const after = before.flatMap((each) => {
    const to = moved.get(each);
    return to === undefined ? [each] : kept.has(each) ? [each, to] : [to];
  });
  if (after.every((each, index) => each === before[index])) return [];
  const sorted = [...new Set(after)].sort((a, b) => (a < b ? -1 : 1));
  return replace(file, field, sorted.join(', '), 'the ranges that lead to a member');
}
