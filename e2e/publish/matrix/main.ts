import { availableParallelism } from 'node:os';
import type { Present } from '../../../tools/toolchains/client.ts';
import { client } from '../../../tools/toolchains/require.ts';
import { cellName, type Sailed } from './cells.ts';
import { kinds, type Kind } from './kinds.ts';
import { table } from './table.ts';
import { told, tryAll } from './try-all.ts';

// `npm run fault-matrix -- crate npm` tries only those kinds; `--only=corrupt` only cells whose names hold that.
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const only = process.argv.flatMap((word) => (word.startsWith('--only=') ? [word.slice(7)] : []));
const queue = kinds.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const sailed: Sailed[] = [];
const worker = async (): Promise<void> => {
  for (let kind = queue.shift(); kind !== undefined; kind = queue.shift()) sailed.push(...(await tryKind(kind)));
};
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
const missed = sailed.filter(({ misses }) => misses.length > 0);
console.log(`\n${table(sailed)}\n${sailed.length} cells, ${missed.length} missed`);
process.exitCode = missed.length > 0 ? 1 : 0;

async function tryKind(kind: Kind): Promise<readonly Sailed[]> {
  const present = kind.clients.flatMap((name): readonly Present[] => {
    const found = client(name);
    return found === undefined || !('path' in found) ? [] : [found];
  });
  if (present.length === kind.clients.length)
    return tryAll(
      kind,
      present,
      (cell) => only.every((part) => cellName(cell).includes(part)),
      (one) => console.log(told(one)),
    );
  console.log(`${kind.name}: left out, for it needs ${kind.clients.join(', ')}`);
  return [];
}
