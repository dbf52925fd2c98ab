import { entriesOf, pairsOf, readCfg } from './read.ts';

const read = (text: string) => {
  const result = readCfg(text, 'setup.cfg');
  if (!result.ok) throw new Error(result.problems[0]?.what);
  return result.value;
};

it.each([
  ['an equals sign', '[a]\nx = 1', '1', 2],
  ['a colon', '[a]\nx: 1', '1', 2],
  ['an address keeps its colon', '[a]\nx = http://b:1', 'http://b:1', 2],
  ['a dash for an underscore', '[a]\nlong-name = 1', undefined, undefined],
  ['deeper lines', '[a]\nx =\n  1\n  2', '1\n2', 2],
  ['deeper lines after a blank one', '[a]\nx = 1\n\n  2', '1\n2', 2],
  ['comments in between', '[a]\nx =\n  1\n# no\n  ; no\n  2', '1\n2', 2],
  ['no comment behind a value', '[a]\nx = 1 # 2', '1 # 2', 2],
  ['line ends of Windows and a byte order mark', '\uFEFF[a]\r\nx = 1\r\n', '1', 2],
  ['a section that is opened twice', '[a]\ny = 0\n[b]\n[a]\nx = 1', '1', 5],
  ['the last of two', '[a]\nx = 0\nx = 1', '1', 3],
  ['an empty value', '[a]\nx =', '', 2],
  ['an indented option', '[a]\n  y = 0\n  x = 1', '1', 3],
])('%s', (_, text, expected, line) => {
  expect(read(text).value('a', 'x')?.text).toBe(expected);
  expect(read(text).value('a', 'x')?.line).toBe(line);
});

it('takes a dash and an underscore in a key as one', () =>
  expect(read('[a]\nlong-name = 1').value('a', 'long_name')?.text).toBe('1'));

it.each([
  ['x = 1', 1],
  ['[a]\nnothing', 2],
  ['[a]\n= 1', 2],
])('refuses %j on line %i', (text, line) => {
  const result = readCfg(text, 'setup.cfg');
  expect(result.ok ? undefined : result.problems[0]?.where?.line).toBe(line);
});

it.each([
  ['one line, separated', '[a]\nx = b; c ;', ['2 b', '2 c']],
  ['one line each', '[a]\nx =\n  b; python_version > "3"\n\n  c', ['3 b; python_version > "3"', '5 c']],
  ['the first line too', '[a]\nx = b\n  c', ['2 b', '3 c']],
])('entries: %s', (_, text, expected) =>
  expect(entriesOf(read(text).value('a', 'x'), ';').map((entry) => `${entry.line} ${entry.text}`)).toEqual(expected),
);

it.each([
  ['= src', ['=src']],
  ['a = b, c=d', ['a=b', 'c=d']],
  ['nothing', []],
])('pairs: %s', (value, expected) =>
  expect(pairsOf(read(`[a]\nx = ${value}`).value('a', 'x')).map((pair) => `${pair.key}=${pair.value}`)).toEqual(
    expected,
  ),
);
