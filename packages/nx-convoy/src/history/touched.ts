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
}

export interface Change extends Touched {
  readonly subject: string;
  readonly message: Message;
}

export function readChange(commit: Touched): Change {
  const end = commit.text.indexOf('\n');
  const { id, at, author, email, text, units } = commit;
  // Written out: there can be a hundred thousand.
  return {
    id,
    at,
    author,
    email,
    text,
    units,
    subject: end < 0 ? text : text.slice(0, end),
    message: readMessage(text),
  };
}
