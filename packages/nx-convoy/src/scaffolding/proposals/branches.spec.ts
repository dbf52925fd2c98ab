import { noConfig } from '../../model/config.ts';
import { branchProposals, mayBeLine, type Branch } from './branches.ts';

/** `keep-1.1 a-1.1.1` is a branch, and a tag that it alone has. */
const branch = (text: string): Branch => {
  const [name = '', ...tags] = text.split(' ');
  return { name, tags };
};

it.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'usual names need no word',
    ['release/1.x v1.2.3', 'release/2.0.0'],
    ['release/1.x is for 1.x', 'release/2.0.0 is for 2.0.0'],
  ],
  ['a name of their own, with a release of that line', ['keep-1.1 v1.1.1'], ['branches.maintenance: ["keep-{line}"]']],
  ['a name alone says nothing', ['bump-serde-1.0', 'keep-1.1 v2.0.0'], []],
  ['one that prepares a version', ['rc-1.3.0 v1.3.0-rc.1'], ['branches.release: ["rc-{version}"]']],
  [
    'those that are usual stay known',
    ['1.x v1.9.0', 'keep-1.1 v1.1.1'],
    ['1.x is for 1.x', 'branches.maintenance: ["{line}","keep-{line}"]'],
  ],
])('%s', (_, branches, expected) => {
  const told = branchProposals(branches.map(branch), noConfig).map(({ choice }) => choice.what);
  expect(told).toEqual(expected);
});

it('adds nothing to what was said', () => {
  expect(branchProposals([branch('keep-1.1 v1.1.1')], { ...noConfig, branches: {} })).toEqual([]);
});

it.each([
  ['main', false],
  ['keep-1.1', true],
  ['7', false],
  ['1.x', true],
  ['release/1.3.0', true],
])('%s could be a line: %s', (name, expected) => expect(mayBeLine(name)).toBe(expected));
