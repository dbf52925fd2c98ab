import { baseOf, found, isInside } from './globs.ts';

const files = [
  'LICENSE',
  'LICENSE-MIT',
  'README.md',
  'a/README.md',
  'bench/results/1/a.json',
  'bench/results/.meta',
  'cli/completions/x.bash',
  'cli/man/x.1',
];

it.each([
  ['LICENSE*', '.', 'LICENSE, LICENSE-MIT'],
  ['README.md', '.', 'README.md'],
  ['a/README.md', 'a', 'README.md'],
  ['bench/results/**', 'bench/results', '1/a.json, .meta'],
  ['cli/{completions,man}/*', 'cli', 'completions/x.bash, man/x.1'],
  ['cli/completions/*.bash', 'cli/completions', 'x.bash'],
  ['nothing/**', 'nothing', ''],
])('%s is taken from %s: %s', (glob, base, paths) => {
  expect(baseOf(glob)).toBe(base);
  expect(
    found(glob, files)
      .map(({ path }) => path)
      .join(', '),
  ).toBe(paths);
});

it.each([
  ['results/**', true],
  ['../x', false],
  ['a/../../x', false],
  ['/etc/*', false],
  ['C:\\x', false],
  ['a..b/x', true],
])('%s is inside: %s', (glob, is) => expect(isInside(glob)).toBe(is));
