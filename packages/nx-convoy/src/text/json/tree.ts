import { withoutComments } from './comments.ts';

/** A value of a document and where it stands, from its first character to behind its last. */
export interface Node {
  readonly start: number;
  readonly end: number;
  /** `{` and `[` hold others. */
  readonly is: '{' | '[' | 'plain';
  readonly members: readonly Member[];
}

export interface Member {
  /** Absent in a list. */
  readonly key?: string;
  /** Where the key begins, or the value where it has none. */
  readonly start: number;
  readonly value: Node;
}

/** The whole document with its places, comments and trailing commas passed over. It is known to be valid, and not to nest endlessly. */
export function treeOf(text: string): Node {
  const bare = withoutComments(text);
  let at = bare.charCodeAt(0) === 0xfeff ? 1 : 0;
  return node();

  function node(): Node {
    skip();
    const start = at;
    const open = bare[at];
    if (open !== '{' && open !== '[') {
      const token = open === '"' ? quoted : word;
      token.lastIndex = at;
      at += token.exec(bare)?.[0].length ?? 1;
      return { start, end: at, is: 'plain', members: [] };
    }
    const members: Member[] = [];
    at += 1;
    while (!isAtEnd()) members.push(open === '{' ? keyed() : listed());
    at += 1;
    return { start, end: at, is: open, members };
  }

  /** Of a holder, past the comma before its next member. */
  function isAtEnd(): boolean {
    while (' \t\r\n,'.includes(bare[at] ?? 'end')) at += 1;
    return at >= bare.length || bare[at] === '}' || bare[at] === ']';
  }

  function keyed(): Member {
    const key = node();
    skip();
    at += 1; // :
    return { key: JSON.parse(bare.slice(key.start, key.end)) as string, start: key.start, value: node() };
  }

  function listed(): Member {
    const value = node();
    return { start: value.start, value };
  }

  function skip(): void {
    while (' \t\r\n'.includes(bare[at] ?? 'end')) at += 1;
  }
}

const quoted = /"(?:[^"\\]|\\.)*"/y;
const word = /[^\s,\]}]+/y;

/** What stands at a path; of a key that is written twice, the last: as with JSON.parse. */
export const memberAt = (holder: Node, key: string | number): Member | undefined =>
  typeof key === 'number' ? holder.members[key] : holder.members.findLast((member) => member.key === key);
