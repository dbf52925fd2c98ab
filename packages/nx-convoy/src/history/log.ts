import type { Commit, FileChange } from '../model/history.ts';

/**
 * One commit is an empty field, five fields, an empty field, then a status and a path for each file. Nothing else in the stream is
 * ever an empty field, so no message and no path can be taken for the start of a commit.
 */
export const logFormat = ['-z', '--no-renames', '--name-status', '--format=%x00%H%x00%an%x00%ae%x00%B%x00'] as const;

const fields = 4;
const statuses: Readonly<Record<string, FileChange['status']>> = { A: 'added', D: 'deleted' };

/** Reads a log while git writes it; `push` takes text in any pieces. */
export function logReader(tell: (commit: Commit) => void): { push(text: string): void; end(): void } {
  let rest = '';
  let head: string[] = [];
  let changes: FileChange[] = [];
  let state: 'start' | 'head' | 'gap' | 'status' | 'path' = 'start';
  let status: FileChange['status'] = 'changed';

  const finish = (): void => {
    const [id = '', author = '', email = '', message = ''] = head;
    if (id !== '') tell({ id, author, email, message: message.trimEnd(), changes });
    head = [];
    changes = [];
  };

  const field = (text: string): void => {
    switch (state) {
      case 'start':
        state = 'head';
        break;
      case 'head':
        head.push(text);
        if (head.length === fields) state = 'gap';
        break;
      case 'gap':
        state = 'status';
        break;
      case 'status': {
        if (text === '') {
          finish();
          state = 'head';
          break;
        }
        status = statuses[text.trimStart().charAt(0)] ?? 'changed';
        state = 'path';
        break;
      }
      case 'path':
        changes.push({ status, path: text });
        state = 'status';
        break;
    }
  };

  return {
    push(text) {
      const parts = (rest + text).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) field(part);
    },
    end() {
      finish();
    },
  };
}
