import { withoutComments } from './comments.ts';
import { memberAt, treeOf, type Node } from './tree.ts';

/** The document without what stands at a path, and without the remark on its line; the rest stays as it is but for a comma. */
export function drop(text: string, path: readonly (string | number)[]): string {
  let holder = treeOf(text);
  for (const key of path.slice(0, -1)) {
    const found = memberAt(holder, key);
    if (found === undefined) return text;
    holder = found.value;
  }
  const member = memberAt(holder, path.at(-1) ?? '');
  return member === undefined ? text : cut(text, holder, holder.members.indexOf(member));
}

function cut(text: string, { members, end: close }: Node, index: number): string {
  const [member, before, after] = [members[index], members[index - 1], members[index + 1]];
  if (member === undefined) return text;
  const bare = withoutComments(text);
  const own = /^(?:[ \t]*,)?/.exec(text.slice(member.value.end))?.[0].length ?? 0;
  const remark = /^[ \t]*(?:\/\/[^\n]*?)?(?=\r?\n)/.exec(text.slice(member.value.end + own))?.[0].length ?? 0;
  const end = member.value.end + own + remark;
  const lead = /(?:\r?\n)?[ \t]*$/.exec(text.slice(0, member.start))?.[0].length ?? 0;
  const start = member.start - lead;
  // The comma before it would stand before nothing; one that its author lets stand behind the last goes with it.
  const comma = before === undefined || after !== undefined ? -1 : bare.indexOf(',', before.value.end);
  const isLeft = comma < 0 || comma > start || text.slice(member.value.end, close).trimStart().startsWith(',');
  return isLeft
    ? text.slice(0, start) + text.slice(end)
    : text.slice(0, comma) + text.slice(comma + 1, start) + text.slice(end);
}
