import { join } from 'node:path';
import type { Rewritten } from '../model/hands.ts';
import type { FileOperations, Manner } from './transaction-files.ts';

export interface Entry extends Rewritten {
  /** Absent for a file that is new. */
  readonly manner?: Manner;
}

/** All that is needed to go on or back after a kill: both texts of every file. */
export interface Journal {
  readonly schema: 1;
  readonly root: string;
  readonly memo: string;
  readonly files: readonly Entry[];
  /** Folders that were made for new files. */
  readonly made: readonly string[];
}

/** `draft`: nothing has begun, or all is over; such a folder may go at any time. */
export type Standing = 'open' | 'done' | 'draft';

export const folderName = (name: string, standing: Standing): string =>
  standing === 'open' ? `apply-${name}` : standing === 'done' ? `applied-${name}` : `apply-${name}.draft`;

export async function writeJournal(
  store: string,
  name: string,
  journal: Journal,
  files: FileOperations,
): Promise<void> {
  const draft = join(store, folderName(name, 'draft'));
  await files.removeAll(draft);
  await files.makeFolder(draft);
  await files.create(join(draft, 'journal.json'), JSON.stringify(journal));
  await files.settle(draft);
  await files.rename(draft, join(store, folderName(name, 'open')));
  await files.settle(store);
}

export interface Found {
  readonly name: string;
  readonly journal: Journal;
}

/** The journal of this workspace with that standing; other worktrees of the same repository have their own. */
export async function findJournal(
  store: string,
  root: string,
  standing: 'open' | 'done',
  files: FileOperations,
  but: readonly string[] = [],
): Promise<Found | undefined> {
  const lead = folderName('', standing);
  // The last of them first: `<name>.after` comes behind `<name>`.
  for (const folder of [...(await files.list(store))].sort().reverse()) {
    if (!folder.startsWith(lead) || folder.endsWith('.draft') || but.includes(folder.slice(lead.length))) continue;
    const journal = readJournal(await files.read(join(store, folder, 'journal.json')));
    if (journal?.root === root) return { name: folder.slice(lead.length), journal };
  }
  return undefined;
}

/** It appeared by one rename, whole; what is not whole was never ours. */
function readJournal(text: string | undefined): Journal | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Journal);
  } catch {
    return undefined;
  }
}

export async function sweepDrafts(store: string, files: FileOperations): Promise<void> {
  for (const name of await files.list(store)) {
    if (/^apply-.*\.draft$/.test(name)) await files.removeAll(join(store, name));
  }
}
