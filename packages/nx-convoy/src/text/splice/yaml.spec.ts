import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseFact } from '../../../../../tools/facts/fact.ts';
import { root } from '../../../../../tools/root.ts';
import { anyYamlValues, plainYamlValues } from './yaml.ts';
import type { Value } from './value.ts';

const samples = ['1.2.3', 'v1.2.3-rc.1+b', '^1.2.3', '1.10', '1.2', 'x', 'a, b', 'a: b', '# c', '"', '~', 'true', ''];

/** All that a value is used for, and what it would hold. */
const shown = ({ path, lines, start, end, text, ...value }: Value): unknown => [
  path,
  lines,
  start,
  end,
  text,
  samples.filter((sample) => value.holds(sample)),
];

/** Whether it was read without the library; then to the same values, by their places. */
function compare(text: string): boolean {
  const plain = plainYamlValues(text);
  if (plain === undefined) return false;
  expect([text, plain.map(shown)]).toEqual([text, anyYamlValues(text).map(shown)]);
  return true;
}

it.each([
  'version: 1.0.0',
  '\uFEFF# c\r\nversion: "1.0.0"\r\nempty:   # none\r\nlast: \r\n',
  'a:\n  - name: x\n    version: \'1.0.0\' # y\n  - - b\n    - "c"\n',
  'a: [1.0.0, "b", \'c d\' , e f ] # g\nb: [ ]\nc: {}',
  'a: |\n  x 1.0.0\n\n  y\n\n# c\nb: |-\r\n  z\r\nc:\n- |\n  end',
  'a:\n\n\nb:\n  # c\n  d:\n',
])('finds the values of %j where the library finds them', (text) => expect(compare(text)).toBe(true));

it('finds those of every YAML file of the fixtures', () => {
  const folder = join(root, 'packages/nx-convoy/src/ecosystems');
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.fact'));
  const texts = pages
    .flatMap((page) => parseFact(readFileSync(join(folder, page), 'utf8')).files)
    .filter(({ path }) => /\.ya?ml$/.test(path))
    .map(({ content }) => content.toString('utf8'));
  expect(texts.filter(compare).length).toBeGreaterThan(40);
});

const row = fc
  .tuple(
    fc.constantFrom('', '  ', '    ', ' '),
    fc.constantFrom('', '', '- ', '- - ', '-  '),
    fc.constantFrom('a:', 'b:', '"c d":', "'e':", 'f/g.h:', ''),
    fc.constantFrom(
      '',
      ' ',
      '  1.0.0',
      ' x y',
      ' "q"',
      " 'q'",
      ' []',
      ' {}',
      ' [a, "b"]',
      ' |',
      ' |-',
      ' x#y',
      ' ~',
      ' #',
    ),
    fc.constantFrom('', '', ' ', ' # note', '\r'),
  )
  .map((parts) => parts.join(''));

it('finds those of whatever rows it takes', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 7 }), fc.constantFrom('', '\n', '\n\n'), (rows, last) => {
      compare(rows.join('\n') + last);
    }),
    { numRuns: 5000 },
  );
});
