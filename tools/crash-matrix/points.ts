import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Passing } from './relay.ts';
import type { Yard } from './yard.ts';

/** Where a publisher is killed: by itself, at something that it does, or from outside, when a request of somebody's is on its way. */
export type Point =
  | { readonly by: 'itself'; readonly at: string }
  | { readonly by: 'wire'; readonly request: string; readonly fate: Fate; readonly children: 'alive' | 'dead' };

/**
 * What becomes of the request. lost: before the registry has any of it; half: in the middle; arrived: it is done, and nobody hears so; late:
 * it arrives when the next publisher has looked; held: likewise, and its sender lives until then; free: its sender goes on at once.
 */
export type Fate = 'lost' | 'half' | 'arrived' | 'late' | 'held' | 'free';

export const labelOf = (point: Point): string =>
  point.by === 'itself' ? point.at : `${point.request}: ${point.fate}, children ${point.children}`;

/** Names requests the same in every run: without sessions and ports, and by how often the same was asked before. */
export function requestNames(): (passing: Passing) => string {
  const counts = new Map<string, number>();
  return ({ method, path, isOurs }) => {
    const plain = path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*').replaceAll(/127\.0\.0\.1(?::|%3A)\d+/g, '*');
    const name = `${isOurs ? 'we' : 'a client'} ${method} ${plain}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return `${name} #${count}`;
  };
}

export const isLook = ({ method }: Passing): boolean => method === 'GET' || method === 'HEAD';

export interface Recording {
  readonly points: readonly Point[];
  /** All that one publish puts on its registries for good. */
  readonly effects: readonly string[];
}

/** Publishes once without harm, and tells from what it did where a publish can be killed. */
export async function recorded(yard: Yard): Promise<Recording> {
  const folder = await yard.fresh('recorded');
  const record = join(folder, '../places');
  rmSync(record, { force: true });
  const { code, stdout, stderr } = await yard.publish({ folder, record }).ended;
  if (code !== 0) throw new Error(`${yard.kind.name} cannot be published:\n${stdout}${stderr}`);
  const nameOf = requestNames();
  const passed = yard.relay.passed();
  const wire = passed.flatMap((passing): readonly Point[] => {
    const request = nameOf(passing);
    return fatesOf(passing).map(([fate, children]) => ({ by: 'wire', request, fate, children }));
  });
  return {
    points: [...placesIn(record).map((at): Point => ({ by: 'itself', at })), ...wire],
    effects: passed.flatMap((passing) => yard.kind.puts(passing) ?? []).sort(),
  };
}

export const placesIn = (record: string): readonly string[] => readFileSync(record, 'utf8').split('\n').filter(Boolean);

/** Before we ask and after we have heard, the program kills itself. */
function fatesOf(passing: Passing): readonly (readonly [Fate, 'alive' | 'dead'])[] {
  const cut: readonly (readonly [Fate, 'dead'])[] = passing.body.length > 1 ? [['half', 'dead']] : [];
  if (passing.isOurs) return isLook(passing) ? [] : [...cut, ['arrived', 'dead'], ['late', 'dead']];
  if (isLook(passing))
    return [
      ['free', 'alive'],
      ['lost', 'dead'],
    ];
  return [['held', 'alive'], ['free', 'alive'], ['lost', 'dead'], ...cut, ['arrived', 'dead'], ['late', 'dead']];
}
