import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseFact } from '../../../../../tools/facts/fact.ts';
import { root } from '../../../../../tools/root.ts';
import { parseDocuments, type Parsed } from './parse.ts';
import { parsePlain } from './plain.ts';

/** Data with the line of each key, so that places are compared as well. */
function show({ data, lines, start }: Parsed): unknown {
  const located = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    return Object.entries(value).map(([key, item]) => [
      key,
      lines.get(value)?.get(Array.isArray(value) ? Number(key) : key),
      located(item),
    ]);
  };
  return [start, Array.isArray(data), located(data)];
}

function compare(text: string): boolean {
  const plain = parsePlain(text);
  if (plain === undefined) return false;
  const library = parseDocuments(text);
  expect([text, library.ok && library.documents.map(show)]).toEqual([text, [show(plain)]]);
  return true;
}

it.each([
  'a: 1',
  '---\na: 1\nb: "x # y" # z\n',
  '# c\n\na:\n  b:\n    - c\n    - d: 1\n      e: 2\n    -   f: 3\n        g:\nh: []\n',
  'a:\n- b\n- c: 1\n  d:\n  - e\nf: {}\n',
  '- - a\n  - b\n- c\n',
  '\'a b\': \'c: d\'\n"e": "f: g"\n',
  'a: b#c\nd: -1\ne: x:y\nf: http://g/h#i\n',
  'a: 1\r\nb:\r\n  c: 2\r\n',
  'a: 1\na: 2',
  'a:   \nb: \n  # c\nd: 1',
  'a: [1, "b, c", \'d\', e f] # g\nh: [ ]',
  'a: |\n  # b\n    c\n\n  d: [\n\n# e\nf: |- # g\n  h\n\ni:\n  - |\n   j\n  - k: |\n      l\n',
])('reads %j by itself, as the library does', (text) => expect(compare(text)).toBe(true));

it.each([
  ['anchors', 'a: &b 1'],
  ['tags', 'a: !x 1'],
  ['folded texts', 'a: >\n  b'],
  ['kept line ends', 'a: |+\n  b\n\n'],
  ['a literal text with a step back', 'a: |\n    b\n  c'],
  ['a literal text that begins blank', 'a: |\n\n  b'],
  ['flow maps', 'a: {b: 1}'],
  ['lists in lists', 'a: [b, [c]]'],
  ['lists over lines', 'a: [b,\n  c]'],
  ['maps in lists', 'a: [b: c]'],
  ['escapes', 'a: "\\n"'],
  ['doubled quotes', "a: 'it''s'"],
  ['a continued line', 'a: b\n  c'],
  ['two documents', 'a: 1\n---\nb: 2'],
  ['a directive', '%YAML 1.2\n---\na: 1'],
  ['tabs', 'a:\t1'],
  ['merge keys', '<<: 1'],
  ['__proto__', '__proto__: 1'],
  ['a step back to nowhere', 'a:\n    b: 1\n  c: 2'],
  ['a list and a map at once', '- a\nb: 1'],
  ['a scalar alone', 'abc'],
  ['nothing', '# c\n'],
  ['a colon within', 'a: b: c'],
])('leaves %s to the library', (_, text) => expect(parsePlain(text)).toBeUndefined());

it('agrees on every YAML file of the fixtures', () => {
  const folder = join(root, 'packages/nx-convoy/src/ecosystems');
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.fact'));
  const texts = pages
    .flatMap((page) => parseFact(readFileSync(join(folder, page), 'utf8')).files)
    .filter(({ path }) => /\.ya?ml$/.test(path))
    .map(({ content }) => content.toString('utf8').replace(/^\uFEFF/, ''));
  const read = texts.filter(compare);
  expect(texts.length).toBeGreaterThan(80);
  // It is worth its lines only while it reads most of what there is.
  expect(read.length / texts.length).toBeGreaterThan(0.5);
});

/** Rows of what such files are made of, put together without sense: most documents are broken, and must be refused. */
const row = fc
  .tuple(
    fc.constantFrom('', '  ', '    ', ' '),
    fc.constantFrom('', '- ', '- - ', '-', '-  '),
    fc.constantFrom('a:', 'b:', '"c d":', "'e':", 'a b:', '', 'f/g.h:', '1:', '? ', '<<:', 'a :'),
    fc.constantFrom(
      '',
      ' 1',
      ' x y',
      ' "q"',
      " 'q'",
      ' []',
      ' {}',
      ' [a]',
      ' -',
      ' - z',
      ' |',
      ' "open',
      ' x: y',
      ' x#y',
      ' &n v',
      ' *n',
      ' ~',
      ' "a"b',
      ' x:',
      ' #',
      ' -1',
      ' ---',
      ' "a" "b"',
    ),
    fc.constantFrom('', '', ' ', ' # note', '#n', '\r'),
  )
  .map((parts) => parts.join(''));
const page = fc.array(
  fc.oneof({ weight: 8, arbitrary: row }, { weight: 1, arbitrary: fc.constantFrom('---', '...', '# c', '') }),
  { maxLength: 8 },
);

it('agrees on whatever rows it takes', () => {
  fc.assert(
    fc.property(page, (rows) => void compare(rows.join('\n'))),
    { numRuns: 5000 },
  );
});

type Tree = string | readonly Tree[] | { readonly [key: string]: Tree };
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('1.10', 'x y', '"q # : r"', "'s'", '{}', '[]', 'a#b # c', 'http://h:1/p', '~', 'true'),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b1', 'c.d', '"e f"', "'g'", '0'), tie('tree'), {
      minKeys: 1,
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
}));

/** As people write it: two more columns for each level, lists with or without them, a comment here and there. */
function print(value: Tree, pad: string, flat: boolean): readonly string[] {
  if (typeof value === 'string') return [pad + value];
  if (!Array.isArray(value)) {
    return Object.entries(value as Readonly<Record<string, Tree>>).flatMap(([key, item]) => {
      if (typeof item === 'string') return [`${pad}${key}: ${item}`];
      return [
        `${pad}${key}:${flat ? '' : ' # note'}`,
        ...print(item, Array.isArray(item) && flat ? pad : `${pad}  `, flat),
      ];
    });
  }
  return (value as readonly Tree[]).flatMap((item) => {
    const [first = '', ...rest] = print(item, `${pad}  `, flat);
    return [`${pad}- ${first.slice(pad.length + 2)}`, ...(flat ? [] : ['', `${pad}# c`]), ...rest];
  });
}

it('reads whatever is written plainly, as the library does', () => {
  const documents = tree.filter((value) => typeof value !== 'string');
  fc.assert(
    fc.property(documents, fc.boolean(), (value, flat) => {
      expect(compare(print(value, '', flat).join('\n'))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
