import fc from 'fast-check';
import { splice } from './splice.ts';

const on = (text: string, before: string, after: string, line = 1): string =>
  splice(text, { file: 'f', line, before, after });

it.each([
  ['a TOML value', 'version = "1.0.0"\n', '1.0.0', 'version = "2.0.0"\n'],
  ['a value without quotes', 'version: 1.0.0 # keep\n', '1.0.0', 'version: 2.0.0 # keep\n'],
  ['the last line without an end', 'version=1.0.0', '1.0.0', 'version=2.0.0'],
  ['a line that ends as on Windows', 'version: 1.0.0\r\nname: a\r\n', '1.0.0', 'version: 2.0.0\r\nname: a\r\n'],
  ['a byte order mark before it', '\uFEFFversion: 1.0.0\n', '1.0.0', '\uFEFFversion: 2.0.0\n'],
  [
    'beside a name that ends in it',
    '{ name = "a-1.0.0", version = "1.0.0" }',
    '1.0.0',
    '{ name = "a-1.0.0", version = "2.0.0" }',
  ],
  ['beside a longer version', 'a = "1.0.0-rc.1", b = "1.0.0"', '1.0.0', 'a = "1.0.0-rc.1", b = "2.0.0"'],
])('replaces %s and nothing else', (_, text, before, after) => expect(on(text, before, '2.0.0')).toBe(after));

it('finds a requirement with its operators behind a name', () => {
  expect(on('  "core>=1.0,<2",', '>=1.0,<2', '>=1.4,<2')).toBe('  "core>=1.4,<2",');
  expect(on('core = "^1.0"', '^1.0', '^2.0')).toBe('core = "^2.0"');
});

it('counts lines from 1', () => expect(on('a: 1.0.0\nb: 1.0.0\n', '1.0.0', '2.0.0', 2)).toBe('a: 1.0.0\nb: 2.0.0\n'));

it.each([
  ['is not there', 'version: 1.0.1', 1, /does not hold "1\.0\.0" any more/],
  ['is there twice', 'version: 1.0.0 # 1.0.0', 1, /holds "1\.0\.0" 2 times[^]*one value on each line/],
  ['would be behind the end', 'version: 1.0.0\n', 3, /f:3 does not hold/],
])('refuses a value that %s', (_, text, line, message) =>
  expect(() => on(text, '1.0.0', '2.0.0', line)).toThrow(message),
);

it('changes no byte around the value', () => {
  const around = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '"', '=', 'é', '\r', '\t') });
  fc.assert(
    fc.property(around, around, (head, tail) => {
      const text = `${head}"1.2.3"${tail}`;
      const line = head.split('\n').length;
      expect(on(text, '1.2.3', '10.0.0', line)).toBe(`${head}"10.0.0"${tail}`);
    }),
  );
});
