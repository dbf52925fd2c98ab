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
  return { ...commit, subject: end < 0 ? commit.text : commit.text.slice(0, end), message: readMessage(commit.text) };
}
