import type { Ancestry } from '../model/history.ts';

/**
 * Where lines that HEAD does not build upon left its own: for each of their commits the newest one of ours that it builds upon, as a
 * position. What shares nothing with HEAD has none. `text` lists commits with their parents, children first.
 */
export function forkPoints(text: string, { at }: Pick<Ancestry, 'at'>): ReadonlyMap<string, number> {
  const lines = text.split('\n');
  const found = new Map<string, number>();
  for (let line = lines.length - 1; line >= 0; line--) {
    const [id = '', ...parents] = (lines[line] ?? '').split(' ');
    const fork = newest(parents.map((parent) => at.get(parent) ?? found.get(parent)));
    if (fork !== undefined) found.set(id, fork);
  }
  return found;
}

/** Positions grow with age. */
const newest = (positions: readonly (number | undefined)[]): number | undefined => {
  let first: number | undefined;
  for (const at of positions) if (at !== undefined && (first === undefined || at < first)) first = at;
  return first;
};
