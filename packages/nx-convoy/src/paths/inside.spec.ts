import { inside, isWithin, parents } from './inside.ts';
import { setAside } from './aside.ts';

it.each([
  ['.', 'a', 'a'],
  ['a/b', '../c', 'a/c'],
  ['a', '.', 'a'],
  ['a', '..', '.'],
  ['a/b', './c//d/', 'a/b/c/d'],
  ['a', '..\\b', 'b'],
  ['.', '..', undefined],
  ['a', '../../b', undefined],
  ['a', '/etc', undefined],
  ['a', 'C:\\x', undefined],
])('in %s, %s is %s', (folder, relative, expected) => expect(inside(folder, relative)).toBe(expected));

it.each([
  ['a/b', 'a', true],
  ['a', 'a', true],
  ['ab', 'a', false],
  ['anything', '.', true],
])('%s within %s: %s', (path, folder, expected) => expect(isWithin(path, folder)).toBe(expected));

it('climbs to the workspace, nearest first', () => expect([...parents('a/b/c')]).toEqual(['a/b', 'a', '.']));

it.each([
  ['.', undefined],
  ['crates/core', undefined],
  ['examples/one', 'lies in examples: an example'],
  ['core/tests/fixtures/x', 'lies in tests: part of a test'],
  ['{{cookiecutter.name}}/src', 'lies in {{cookiecutter.name}}: a template'],
  ['contests', undefined],
])('%s is set aside: %s', (folder, expected) => expect(setAside(folder)).toBe(expected));
