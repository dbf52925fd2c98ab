import fc from 'fast-check';
import type { Ancestry } from '../model/history.ts';
import { extendAncestry, packAncestry, unpackAncestry } from './lineage.ts';
import { readAncestry } from './questions.ts';

const id = (word: string): string => word.repeat(40).slice(0, 40);
const lines = (text: string): string =>
  text
    .split(', ')
    .map((line) => line.split(' ').map(id).join(' '))
    .join('\n');
const plain = ({ ids, parents }: Ancestry): unknown => ({ ids, parents });

/** Any history: every commit builds upon one to three of those that came before it. */
const ancestry = fc
  .array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.integer({ min: 1, max: 3 })), { maxLength: 30 })
  .map((commits): Ancestry => {
    const name = (at: number): string => at.toString(16).padStart(40, '0');
    const text = commits.map(([a, b, c, count], at) => {
      const older = commits.length - at - 1;
      const parents = older === 0 ? [] : [a, b, c].slice(0, count).map((far) => at + 1 + (far % older));
      return [at, ...new Set(parents)].map(name).join(' ');
    });
    return readAncestry(text.join('\n'));
  });

it('gives back what was kept', () => {
  fc.assert(
    fc.property(
      ancestry.filter(({ ids }) => ids.length > 0),
      (one) => expect(unpackAncestry(packAncestry(one))).toEqual(one),
    ),
  );
});

it.each([
  ['nothing', new Uint8Array()],
  ['the text of git', new TextEncoder().encode(lines('b a, a'))],
  ['a torn pack', packAncestry(readAncestry(lines('b a, a'))).slice(0, -1)],
  ['no commit', packAncestry(readAncestry(''))],
])('%s is no pack', (_, bytes) => {
  expect(unpackAncestry(bytes)).toBeUndefined();
});

// The orders are those of `git rev-list --topo-order`.
it.each([
  ['nothing new', 'b a, a', 'b', '', 'b a, a'],
  ['an older one', 'c b, b a, a', 'b', '', 'b a, a'],
  ['two more', 'b a, a', 'd', 'd c, c b', 'd c, c b, b a, a'],
  ['a side line that left early', 'c b, b a, a', 'f', 'f c e, e d, d a', 'f c e, e d, d a, c b, b a, a'],
  ['a merge whose side was known', 'd c b, c a, b a, a', 'e', 'e c', 'e c, c a, a'],
  ['two roots', 'b a, a', 'e', 'e b d, d', 'e b d, d, b a, a'],
])('goes on with %s', (_, known, head, fresh, expected) => {
  const extended = extendAncestry(readAncestry(lines(known)), id(head), fresh === '' ? '' : lines(fresh));
  expect(extended && plain(extended)).toEqual(plain(readAncestry(lines(expected))));
});

it('does not go on where a parent is unknown', () => {
  const known = readAncestry(lines('b a, a'));
  expect(extendAncestry(known, id('d'), lines('d c'))).toBeUndefined();
  expect(extendAncestry(known, id('x'), '')).toBeUndefined();
});
