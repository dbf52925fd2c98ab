import { crate, planned, repository, show } from './imagined.ts';

const two = repository([crate('app', '1.0.0', ['lib']), crate('lib', '1.0.0')]);
const tags = ['app-v1.0.0', 'lib-v1.0.0'];

it.each<[string, readonly (readonly [string, string])[], string]>([
  ['nothing happened', [], ''],
  ['what is touched moves', [['app', 'feat: a']], 'app 1.1.0'],
  ['who needs it follows', [['lib', 'feat: a']], 'app 1.0.1, lib 1.1.0'],
  ['one commit, both', [['app lib', 'fix: a']], 'app 1.0.1, lib 1.0.1'],
  ['a scope says whom a feature is for', [['app lib', 'feat(app): a']], 'app 1.1.0, lib 1.0.1'],
  [
    'a commit and its revert cancel',
    [
      ['app', 'Revert "feat: a"'],
      ['app', 'feat: a'],
    ],
    '',
  ],
  ['the footer names the version', [['app', 'chore: a\n\nRelease-As: 3.0.0']], 'app 3.0.0'],
  ['a release commit asks for nothing', [['app', 'chore: release app 1.0.0']], ''],
])('%s', (_, commits, expected) => expect(show(planned(two, commits, tags))).toBe(expected));

it('changes of what has no version of its own are changes of who takes it in', () => {
  const inner: readonly [string, string] = [
    'inner/Cargo.toml',
    '[package]\nname = "inner"\nversion = "0.0.0"\npublish = false\n',
  ];
  const repo = repository([crate('app', '1.0.0', ['inner']), crate('other', '1.0.0'), inner]);
  expect(show(planned(repo, [['inner', 'feat: a']], ['app-v1.0.0', 'other-v1.0.0']))).toBe('app 1.1.0');
});

it('units of one tag go together', () => {
  const repo = repository([crate('app', '1.0.0'), crate('lib', '1.0.0')]);
  expect(show(planned(repo, [['lib', 'feat: a']], ['v1.0.0']))).toBe('app 1.1.0, lib 1.1.0');
});
