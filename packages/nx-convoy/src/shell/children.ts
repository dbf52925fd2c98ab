import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Owner } from '../model/journal.ts';
import { beganOf, isAlive } from './processes.ts';
import type { FileOperations } from './transaction-files.ts';

/**
 * Which children upload for whom. A child goes on when its publisher is killed, and what it uploads arrives: whoever comes next asks here,
 * before it takes the silence of the dead for an end.
 */
export function childBook(folder: string, files: FileOperations) {
  return {
    page(owner: Owner) {
      let file: string | undefined;
      return {
        /** Before anything of the child runs: half a page is of one that never did. */
        async write(pid: number): Promise<void> {
          file = join(folder, `${keyOf(owner)}-${pid}`);
          await files.create(file, `${beganOf(pid).began ?? ''}${end}`);
        },
        async strike(): Promise<void> {
          if (file !== undefined) await files.remove(file);
        },
      };
    },
    anyAlive(owner: Pick<Owner, 'pid' | 'started'>): boolean {
      const prefix = `${keyOf(owner)}-`;
      return listed(folder).some((name) => name.startsWith(prefix) && isWritten(name, folder) && lives(name, folder));
    },
    /** Strikes out the dead, whose publishers could not. One that waits for its page to be written is alive. */
    async sweep(): Promise<void> {
      for (const name of listed(folder)) if (!lives(name, folder)) await files.remove(join(folder, name));
    },
  };
}

const end = '\n';

const keyOf = ({ pid, started }: Pick<Owner, 'pid' | 'started'>): string =>
  createHash('sha256').update(`${pid} ${started}`).digest('hex').slice(0, 16);

// Without a gate, a child runs before its page is whole.
const isWritten = (name: string, folder: string): boolean =>
  process.platform === 'win32' || textOf(join(folder, name))?.endsWith(end) === true;

function lives(name: string, folder: string): boolean {
  const began = textOf(join(folder, name))?.trimEnd();
  // Struck out between two looks: it has ended.
  if (began === undefined) return false;
  const pid = Number(name.slice(name.lastIndexOf('-') + 1));
  return isAlive({ pid, host: hostname(), ...(began === '' ? {} : { began }) });
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
