import type { Result } from '../../model/problem.ts';
import { withoutComments } from './comments.ts';
import { firstFault, isDeep } from './fault.ts';
import { fieldsIn, jsonIn, objectIn } from './lenient.ts';
import { readJson, readJsonc, type Json } from './read.ts';

const shown = (read: Result<Json>): string => {
  if (read.ok) return JSON.stringify(read.value.data);
  const [problem] = read.problems;
  return `${problem?.where?.line ?? 0}:${problem?.where?.column ?? 0} ${problem?.what ?? ''}`;
};

it.each([
  ['plain', '{"a": 1}', '{"a":1}'],
  ['a mark and CRLF', '\uFEFF{\r\n"a": 1\r\n}\r\n', '{"a":1}'],
  ['null', 'null', 'null'],
  ['nothing', '', '1:1 f is no valid JSON: the file is empty.'],
  ['blanks', ' \n ', '1:1 f is no valid JSON: the file is empty.'],
  ['a trailing comma', '{\n  "a": 1,\n}', '2:9 f is no valid JSON: a comma stands before }.'],
  [
    'a comment',
    '{\n  // why\n  "a": 1\n}',
    '2:3 f is no valid JSON: a key in double quotes is expected, not a comment, which JSON does not have.',
  ],
  ['single quotes', "{'a': 1}", '1:2 f is no valid JSON: a key in double quotes is expected, not "\'".'],
  ['a bare key', '{a: 1}', '1:2 f is no valid JSON: a key in double quotes is expected, not a.'],
  ['no colon', '{"a" 1}', '1:6 f is no valid JSON: a colon is expected after the key, not 1.'],
  ['no comma', '{"a": 1\n "b": 2}', '2:2 f is no valid JSON: a comma or } is missing before "\\"".'],
  ['no value', '{"a": }', '1:7 f is no valid JSON: a value is expected, not "}".'],
  ['an open object', '{\n"a": [1', '2:6 f is no valid JSON: the [ is never closed.'],
  ['an open text', '{"a": "b', '1:7 f is no valid JSON: a text does not end.'],
  ['a text over two lines', '{"a": "b\nc"}', '1:7 f is no valid JSON: a text does not end on its line.'],
  ['a tab in a text', '{"a": "b\tc"}', '1:9 f is no valid JSON: a control character stands in a text.'],
  ['a wrong escape', '{"a": "\\x"}', '1:8 f is no valid JSON: \\\\x is no escape.'],
  ['a half escape', '{"a": "\\u12"}', '1:8 f is no valid JSON: \\\\u is no escape.'],
  ['a number of C', '{"a": 010}', '1:7 f is no valid JSON: a value is expected, not 010.'],
  ['two documents', '{}\n{}', '2:1 f is no valid JSON: something follows after its end: "{".'],
  [
    'a merge conflict',
    '{\n<<<<<<< HEAD\n"a": 1}',
    '2:1 f is no valid JSON: a key in double quotes is expected, not the mark of a merge conflict.',
  ],
  ['binary', '\u0000\u0001ELF', '1:1 f is no valid JSON: a value is expected, not "\\u0000".'],
])('readJson: %s', (_, text, expected) => expect(shown(readJson(text, 'f'))).toBe(expected));

it.each([
  ['comments', '// top\n{ /* in */ "a": "//no", // end\n "b": "/* no */" }\n// last', '{"a":"//no","b":"/* no */"}'],
  ['trailing commas', '{"a": [1, 2,], "b": {"c": 1,\n},}', '{"a":[1,2],"b":{"c":1}}'],
  ['a comma before a comment', '{"a": 1, // one\n /* two */ }', '{"a":1}'],
  ['a quote in a text', '{"a": "\\"//", // x\n}', '{"a":"\\"//"}'],
  ['a comment that never ends', '{"a": 1} /* x', '{"a":1}'],
  [
    'an error after a comment keeps its place',
    '// x\n/* y\n*/ {"a" 1}',
    '3:9 f is no valid JSON: a colon is expected after the key, not 1.',
  ],
  ['two commas', '{"a": 1,,}', '1:9 f is no valid JSON: a key in double quotes is expected, not ",".'],
  ['a single comma', '[,]', '1:2 f is no valid JSON: a value is expected, not ",".'],
])('readJsonc: %s', (_, text, expected) => expect(shown(readJsonc(text, 'f'))).toBe(expected));

it('keeps every line and column when comments go', () => {
  const text = '{ // one\r\n "a": [1, /* two\r\nthree */ ], }';
  const plain = withoutComments(text);
  expect(plain).toHaveLength(text.length);
  const breaks = (value: string): readonly number[] => Array.from(value.matchAll(/\r\n/g), (match) => match.index);
  expect(breaks(plain)).toEqual(breaks(text));
});

const document = [
  '{', //                                   1
  '  "name": "a", "two": { "on": "one" },', // 2
  '  "quote\\"d": 1,', //                   3
  '  "list": [', //                         4
  '    "x", { "deep": [', //                5
  '      {}', //                            6
  '    ]}', //                              7
  '  ],', //                                8
  '  "name": "b"', //                       9
  '}',
].join('\r\n');
it.each([
  [[], 1],
  [['name'], 9],
  [['two', 'on'], 2],
  [['quote"d'], 3],
  [['list', 1], 5],
  [['list', 1, 'deep', 0], 6],
  [['list', 1, 'deep', 0, 'gone'], 6],
  [['absent'], 1],
])('line(%j) is %i', (path: (string | number)[], line) => {
  const read = readJson(document, 'f');
  expect(read.ok && read.value.line(...path)).toBe(line);
});

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
it.each([
  ['500 levels', nested(500), false],
  ['501 levels', nested(501), true],
  ['10,000 levels', nested(10_000), true],
  ['10,000 that never close', '['.repeat(10_000), true],
  ['brackets in a text', JSON.stringify('['.repeat(10_000)), false],
  ['brackets after quotes in a text', JSON.stringify('"\\'.repeat(300) + '['.repeat(10_000)), false],
  ['many beside each other', `[${'[],'.repeat(1000)}[]]`, false],
])('nesting: %s', (_, text, deep) => {
  expect(isDeep(text)).toBe(deep);
  expect(readJson(text, 'f').ok).toBe(!deep);
  if (deep) expect(firstFault(text)).toEqual({ at: 500, reason: 'it nests deeper than 500 levels' });
});

it('finds a fault exactly where JSON.parse refuses', () => {
  const parts = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"\\u00e9"',
    '1',
    '-0.5e+3',
    'true',
    'nul',
    ' ',
    '\n',
    '01',
    '.5',
  ];
  let seed = 1;
  const next = (): number => (seed = (seed * 16807) % 2147483647);
  for (let round = 0; round < 3_000; round++) {
    const text = Array.from({ length: 1 + (next() % 8) }, () => parts[next() % parts.length]).join('');
    let valid = true;
    try {
      JSON.parse(text);
    } catch {
      valid = false;
    }
    expect([text, firstFault(text) === undefined]).toEqual([text, valid]);
  }
});

it('leaves the prototype alone', () => {
  const read = readJson('{"__proto__": {"private": true}}', 'f');
  expect(read.ok && (read.value.data as { private?: boolean }).private).toBeUndefined();
});

it.each<[string, Parameters<typeof jsonIn>[0], unknown, Record<string, unknown> | undefined]>([
  ['an object', '{"a": 1}', { a: 1 }, { a: 1 }],
  ['bytes with a mark', new TextEncoder().encode('\uFEFF{"a": 1}'), { a: 1 }, { a: 1 }],
  ['a list', '[1]', [1], undefined],
  ['null', 'null', null, undefined],
  ['a page', '<html>', undefined, undefined],
  ['nothing', undefined, undefined, undefined],
])('from elsewhere: %s', (_, from, data, object) => {
  expect(jsonIn(from)).toEqual(data);
  expect(objectIn(from)).toEqual(object);
  expect(fieldsIn(from)).toEqual(object ?? {});
});
