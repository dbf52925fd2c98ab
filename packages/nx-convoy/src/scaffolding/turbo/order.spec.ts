import { orderOf } from './order.ts';

/** `a: x y, b: z` are packages and what they carry; `x>z` a need. */
function order(carried: string, needs: string) {
  const packages = carried.split(', ').map((row): [string, string[]] => {
    const [name = '', units = ''] = row.split(': ');
    return [name, units.split(' ')];
  });
  const pairs = needs.split(' ').map((arrow) => arrow.split('>'));
  return orderOf(new Map(packages), (unit) =>
    pairs.flatMap(([from, to]) => (from === unit && to !== undefined ? [to] : [])),
  );
}

it.each([
  ['a need is an edge', 'a: x, b: y', 'y>x', 'b', 'a', ''],
  ['what is needed within a package is none', 'a: x y', 'y>x', 'a', '', ''],
  ['what nobody carries goes along', 'a: x', 'x>n', 'a', '', 'n'],
  ['and leads to what it needs', 'a: x, b: y', 'y>n n>x', 'b', 'a', 'n'],
  ['what a task before brings does not go along', 'a: x, b: y, c: z', 'z>y y>x z>x', 'c', 'a b', ''],
  ['a ring of packages holds nobody up', 'a: x y, b: z', 'z>x y>z', 'a', '', 'z'],
  ['and both take along what they need', 'a: x y, b: z', 'z>x y>z', 'b', '', 'x'],
  ['who waits for a ring waits for it', 'a: x y, b: z, c: w', 'z>x y>z w>z', 'c', 'b', 'x'],
  ['its own way round is none', 'a: x y', 'y>n n>x', 'a', '', 'n'],
])('%s', (_, carried, needs, name, before, along) => {
  const found = order(carried, needs);
  expect([found.before(name).join(' '), found.along(name).join(' ')]).toEqual([before, along]);
});
