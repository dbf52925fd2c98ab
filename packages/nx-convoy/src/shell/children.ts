import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Owner } from '../model/journal.ts';
import { beganOf, isAlive } from './processes.ts';

/**
 * Which children upload for whom. A child goes on when its publisher is killed, and what it uploads arrives: whoever comes next asks here,
 * before it takes the silence of the dead for an end.
 */
export function childBook(folder: string) {
  return {
    page(owner: Owner) {
      let file: string | undefined;
      return {
        async write(pid: number): Promise<void> {
          await mkdir(folder, { recursive: true });
          file = join(folder, `${keyOf(owner)}-${pid}`);
          const handle = await open(file, 'w');
          await handle.writeFile(beganOf(pid).began ?? '');
          await handle.sync();
          await handle.close();
        },
        async strike(): Promise<void> {
          if (file !== undefined) await rm(file, { force: true });
        },
      };
    },
    anyAlive(owner: Owner): boolean {
      const prefix = `${keyOf(owner)}-`;
      return listed(folder).some((name) => {
        if (!name.startsWith(prefix)) return false;
        const began = textOf(join(folder, name));
        // Struck out between the two looks: it has ended.
        if (began === undefined) return false;
        const pid = Number(name.slice(prefix.length));
        return isAlive({ pid, host: hostname(), ...(began === '' ? {} : { began }) });
      });
    },
  };
}

const keyOf = ({ pid, started }: Owner): string =>
  createHash('sha256').update(`${pid} ${started}`).digest('hex').slice(0, 16);

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
