import { columns } from './columns.ts';
import { painter } from './paint.ts';
import { tellProblems } from './problems.ts';
import { fit, printable, widthOf } from './width.ts';

it.each([
  ['plain', 5],
  ['ä', 1],
  ['a\u0308', 1],
  ['日本', 4],
  ['🚢', 2],
  ['', 0],
])('%j takes %i columns', (text, width) => expect(widthOf(text)).toBe(width));

it.each([
  ['harbor', 6, 'harbor'],
  ['harbor', 5, 'harb…'],
  ['harbor', 1, '…'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
])('%j in %i columns is %j', (text, width, expected) => expect(fit(text, width)).toBe(expected));

it.each([
  ['a\nb', 'a\\nb'],
  ['\u001b[31mred', '\\u001b[31mred'],
  ['\u0085\u202eevil', '\\u0085\\u202eevil'],
  ['ä 日本 🚢 \\ "', 'ä 日本 🚢 \\ "'],
])('%j is shown as %j', (text, expected) => expect(printable(text)).toBe(expected));

it('lines columns up by what they take on a terminal, and cuts lines to fit', () => {
  const rows = [
    ['日本', '1', 'why'],
    ['abc', '22', 'because of this and that'],
  ];
  expect(columns(rows, undefined)).toBe('  日本  1   why\n  abc   22  because of this and that\n');
  expect(columns(rows, 20)).toBe('  日本  1   why\n  abc   22  because…\n');
  expect(columns(rows, 7)).toBe('  日本\n  abc\n');
  expect(columns([['a', '', '']], 10)).toBe('  a\n');
});

it('dresses cells without moving them', () => {
  const paint = painter(true);
  const dress = (cell: string, row: number): string => paint(row === 0 ? 'strong' : undefined, cell);
  expect(
    columns(
      [
        ['a', 'b'],
        ['ccc', 'd'],
      ],
      20,
      { dress },
    ),
  ).toBe('  \u001b[1ma\u001b[22m    \u001b[1mb\u001b[22m\n  ccc  d\n');
});

it('tells problems with place and fix, and nothing that moves the terminal', () => {
  const problem = {
    code: 'X',
    severity: 'error',
    what: 'a\u001b[2J',
    where: { file: 'b\nc', line: 2 },
    fix: 'd',
  } as const;
  expect(tellProblems([problem])).toBe('  error X  b\\nc:2\n    a\\u001b[2J\n    Fix: d\n\n');
  expect(tellProblems([problem], painter(true))).toContain('\u001b[31merror X\u001b[39m');
});
