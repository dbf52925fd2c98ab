import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { isTagName } from './tag-name.ts';

/** git's own word for many names, by one shell: each comes as an argument. */
function askGit(names: readonly string[]): readonly boolean[] {
  const script = 'for name; do git check-ref-format "refs/tags/$name" && echo yes || echo no; done';
  const said = execFileSync('sh', ['-c', script, 'sh', ...names], { encoding: 'utf8' });
  return said
    .trimEnd()
    .split('\n')
    .map((line) => line === 'yes');
}

const known = [
  'v1.0.0',
  '@scope/a@1.0.0',
  'a/b/v1',
  '@',
  'ü',
  'a b',
  'a..b',
  '.a',
  'a/.b',
  'a.',
  'a./b',
  'a.lock',
  'a.lock/b',
  'a.locks',
  '/a',
  'a/',
  'a//b',
  'a@{b',
  'a{b}',
  'a~1',
  'a^',
  'a:b',
  'a?',
  'a*',
  'a[',
  'a]',
  'a\\b',
  'a\u007F',
  'a\u0001',
  'a\u0085b',
  '-a',
  'HEAD',
  '',
];

it('knows the names that git takes', () => {
  expect(spawnSync('git', ['--version']).status).toBe(0);
  const part = fc.constantFrom(
    'a',
    '.',
    '..',
    '/',
    '@',
    '{',
    '@{',
    '~',
    '^',
    ':',
    '?',
    '*',
    '[',
    ']',
    '\\',
    ' ',
    '.lock',
    '-',
    '1',
    '\t',
    'é',
  );
  const names = [
    ...known,
    ...fc.sample(
      fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
      { numRuns: 150, seed: 1 },
    ),
  ];
  const told = askGit(names);
  expect(told.filter((is) => !is).length).toBeGreaterThan(50);
  expect(names.map((name) => [name, isTagName(name)])).toEqual(names.map((name, at) => [name, told[at]]));
});
