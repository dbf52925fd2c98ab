import { readJsonc } from './read.ts';
import { put } from './put.ts';

const rows: readonly (readonly [string, string, Parameters<typeof put>[1], unknown, string])[] = [
  ['a new key', '{\n  "a": 1\n}\n', ['b'], 2, '{\n  "a": 1,\n  "b": 2\n}\n'],
  ['into nothing', '{}\n', ['a', 'b'], [1, 2], '{\n  "a": {\n    "b": [1, 2]\n  }\n}\n'],
  ['a value', '{ "a": 1, "b": 2 }', ['a'], true, '{ "a": true, "b": 2 }'],
  ['a comment stays', '{\n  "a": 1 // x, y\n}', ['b'], 2, '{\n  "a": 1, // x, y\n  "b": 2\n}'],
  ['a comma stays', '{\n\t"a": 1, /* , */\n}', ['b'], {}, '{\n\t"a": 1, /* , */\n\t"b": {},\n}'],
  [
    'one line is opened',
    '{\n  "p": [{ "q": 1 }]\n}',
    ['p', 0, 'o'],
    2,
    '{\n  "p": [{\n    "q": 1,\n    "o": 2\n  }]\n}',
  ],
  ['a word gives way', '{\n  "p": ["x"]\n}', ['p', 0], { q: 'x' }, '{\n  "p": [{\n    "q": "x"\n  }]\n}'],
  ['to a list', '{\n  "p": [\n    "x"\n  ]\n}', ['p', 1], 'y', '{\n  "p": [\n    "x",\n    "y"\n  ]\n}'],
  ['a list is begun', '{}', ['p', 0, 'q'], 1, '{\n  "p": [\n    {\n      "q": 1\n    }\n  ]\n}'],
  ['deep', '{\n  "a": {\n    "b": "}"\n  }\n}', ['a', 'c'], 'd', '{\n  "a": {\n    "b": "}",\n    "c": "d"\n  }\n}'],
  ['CRLF', '{\r\n  "a": 1\r\n}\r\n', ['b'], 2, '{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n'],
  ['BOM', '\ufeff{\n  "a": 1\n}', ['a'], 2, '\ufeff{\n  "a": 2\n}'],
  ['written twice', '{\n  "a": 1,\n  "a": 2\n}', ['a'], 3, '{\n  "a": 1,\n  "a": 3\n}'],
  ['another kind gives way', '{\n  "a": []\n}', ['a', 'b'], 1, '{\n  "a": {\n    "b": 1\n  }\n}'],
];

it.each(rows)('%s', (_, before, path, value, after) => {
  expect(put(before, path, value)).toBe(after);
  expect(readJsonc(after, '').ok).toBe(true);
  expect(put(after, path, value).replaceAll(/\s/g, '')).toBe(after.replaceAll(/\s/g, ''));
});
