import { readMessage, type Message } from './message.ts';

/** A commit with the units it touches, as positions in the graph's list. */
export interface Touched {
  readonly id: string;
  /** Its position in the ancestry. */
  readonly at: number;
  readonly author: string;
  readonly email: string;
  readonly text: string;
  readonly units: readonly number[];
  /** Those of them that it reaches by a shared value alone, while it changes files of others; absent: none. */
  readonly aside?: readonly number[];
}

export interface Change extends Touched {
  readonly subject: string;
  readonly message: Message;
}

export function readChange(commit: Touched): Change {
  const end = commit.text.indexOf('\n');
  const { id, at, author, email, text, units, aside } = commit;
  // Written out: there can be a hundred thousand.
  const change: Change = {
    id,
    at,
    author,
    email,
    text,
    units,
    subject: end < 0 ? text : text.slice(0, end),
    message: readMessage(text),
  };
  return aside === undefined ? change : { ...change, aside };
}
