import { drop } from './drop.ts';
import { readJsonc } from './read.ts';

it.each<readonly [string, string, readonly (string | number)[], string]>([
  ['the first', '{\n  "a": 1,\n  "b": 2\n}\n', ['a'], '{\n  "b": 2\n}\n'],
  ['the last', '{\n  "a": 1,\n  "b": 2\n}\n', ['b'], '{\n  "a": 1\n}\n'],
  ['the only one', '{\n  "a": 1\n}\n', ['a'], '{\n}\n'],
  [
    'one between, with its remark',
    '{\n  "a": 1, // x\n  "b": 2, // y,\n  "c": 3\n}',
    ['b'],
    '{\n  "a": 1, // x\n  "c": 3\n}',
  ],
  ['the last, behind a remark', '{\n  "a": 1, // x\n  "b": 2 // y\n}', ['b'], '{\n  "a": 1 // x\n}'],
  ['the last, with its comma', '{\n  "a": 1,\n  "b": 2,\n}', ['b'], '{\n  "a": 1,\n}'],
  ['on one line', '{ "a": 1, "b": 2 }', ['b'], '{ "a": 1 }'],
  ['of a list, within', '{ "l": [1, 2, 3] }', ['l', 1], '{ "l": [1, 3] }'],
  ['what is not there', '{ "a": 1 }', ['b', 'c'], '{ "a": 1 }'],
  ['CRLF', '{\r\n  "a": 1,\r\n  "b": {}\r\n}\r\n', ['b'], '{\r\n  "a": 1\r\n}\r\n'],
])('drops %s', (_, before, path, after) => {
  expect(drop(before, path)).toBe(after);
  expect(readJsonc(after, '').ok).toBe(true);
});
