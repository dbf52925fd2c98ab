import type { Change, Edit } from '../../model/edit.ts';
import { folderOf, inside } from '../../paths/inside.ts';
import { blocksOf, fieldOf, fieldsOf, literal, replace } from '../../text/splice/blocks.ts';
import { normalise } from './names.ts';

const nameLine = /^name = "([^"]*)"/;
const source = String.raw`(?:editable|virtual|directory|path) = "([^"]*)"`;

/** uv.lock names each local package by its folder; requirements of them have no specifier there. */
export function uvLockEdits(file: string, text: string, changes: readonly Change[]): readonly Edit[] {
  const byRoot = new Map(changes.map((change) => [change.root, change]));
  const moved = (path: string): Change | undefined => byRoot.get(inside(folderOf(file), path) ?? '');
  const edits: Edit[] = [];
  const blocks = blocksOf(text, /^\[\[package\]\]/);
  const named = new Map<string, number>();
  for (const block of blocks) {
    const name = fieldOf(text, block, nameLine)?.text ?? '';
    named.set(name, (named.get(name) ?? 0) + 1);
  }
  for (const block of blocks) {
    const path = fieldOf(text, block, new RegExp(String.raw`^source = \{ ${source}`));
    const change = path === undefined ? undefined : moved(path.text);
    if (change === undefined || fieldOf(text, block, nameLine)?.text !== normalise(change.name)) continue;
    edits.push(...replace(file, fieldOf(text, block, /^version = "([^"]*)"/), change.to, `locks ${change.name}`));
    // Where another package of that name is locked too, whoever needs one of them says which.
    if (named.get(normalise(change.name)) === 1) continue;
    const head = String.raw`\{ name = "${literal(normalise(change.name))}", version = "([^"]*)", source = \{ \w+ = "${literal(path?.text ?? '')}"`;
    for (const field of fieldsOf(text, { start: 0, end: text.length }, new RegExp(head)))
      edits.push(...replace(file, field, change.to, `locks ${change.name}`));
  }
  return edits;
}
