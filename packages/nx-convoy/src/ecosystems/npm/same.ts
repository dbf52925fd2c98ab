import type { Opened } from '../../model/packaging.ts';
import { jsonIn } from '../../text/json/lenient.ts';
import { belowTop, filesOf, haveSameFiles } from '../same-files.ts';

/**
 * Two packages are the same if their files are, whatever their folder is called. Clients write package.json anew: spaces do not count, the
 * order does, for in `exports` the first that fits is taken.
 */
export function isSamePackage(ours: Opened, theirs: Opened): boolean | undefined {
  const [own, other] = [filesOf(ours, belowTop), filesOf(theirs, belowTop)];
  if (own === undefined || other === undefined) return undefined;
  return haveSameFiles(own, other, (path, one, two) => path === 'package.json' && isSameJson(one, two));
}

function isSameJson(one: string, two: string): boolean {
  const [a, b] = [jsonIn(one), jsonIn(two)];
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
