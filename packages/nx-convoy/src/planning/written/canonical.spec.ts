import fc from 'fast-check';
import { canonicalJson } from './canonical.ts';

/** The plainest way to say it. */
const plainly = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );

it('puts the keys of every object in order, whatever they are', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(json, (value) => canonicalJson(value) === plainly(value)),
    { numRuns: 500 },
  );
});

it.each<[string, unknown, string]>([
  [
    'the same keys in another order',
    [
      { b: 1, a: 2 },
      { a: 2, b: 1 },
    ],
    '[{"a":2,"b":1},{"a":2,"b":1}]',
  ],
  [
    'keys with line ends',
    [
      { 'a\nb': 1, c: 2 },
      { a: 1, 'b\nc': 2 },
    ],
    '[{"a\\nb":1,"c":2},{"a":1,"b\\nc":2}]',
  ],
  ['what is undefined', { b: undefined, a: 1 }, '{"a":1}'],
  ['a key called __proto__', JSON.parse('{"b":1,"__proto__":{"d":1,"c":2}}'), '{"__proto__":{"c":2,"d":1},"b":1}'],
  [
    'more shapes than are kept',
    Array.from({ length: 200 }, (_, at) => ({ [`z${at}`]: 1, a: 1 })).at(-1),
    '{"a":1,"z199":1}',
  ],
])('tells %s', (_, value, expected) => expect(canonicalJson(value)).toBe(expected));
