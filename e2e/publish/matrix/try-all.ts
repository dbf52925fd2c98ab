import type { Present } from '../../../tools/toolchains/client.ts';
import { callable } from '../../../tools/toolchains/callable.ts';
import { cellName, cellsOf, rolesOf, sail, type Cell, type Sailed } from './cells.ts';
import type { Kind } from './kinds.ts';
import { openStand } from './stand.ts';

/** Sails those of one kind's cells that are wanted, one after the other: each has the registry's address for itself. */
export async function tryAll(
  kind: Kind,
  clients: readonly Present[],
  isWanted: (cell: Cell, at: number) => boolean,
  tell: (sailed: Sailed) => void = () => undefined,
): Promise<readonly Sailed[]> {
  const stand = await openStand(kind, callable(clients));
  const all: Sailed[] = [];
  try {
    const asked = await rolesOf(stand, 'nothing');
    // What is there in other bytes is looked into: for that alone files are fetched.
    const looked = (await rolesOf(stand, 'rebuilt')).filter((role) => !asked.includes(role));
    const cells = [...cellsOf(kind, 'nothing', asked), ...cellsOf(kind, 'rebuilt', looked)];
    for (const cell of cells.filter(isWanted)) {
      const sailed = await sail(cell, stand);
      if (sailed === undefined) continue;
      all.push(sailed);
      tell(sailed);
    }
  } finally {
    stand.close();
  }
  return all;
}

export const told = ({ cell, fate, misses, seconds }: Sailed): string =>
  `${misses.length === 0 ? ' ' : '!'} ${cellName(cell)}: ${fate} (${seconds.toFixed(1)} s)${misses.map((miss) => `\n      ${miss}`).join('')}`;
