import { forkPoints } from './forks.ts';

/** HEAD builds upon e, d, c, b, a, newest first. */
const ancestry = { at: new Map(['e', 'd', 'c', 'b', 'a'].map((id, position) => [id, position] as const)) };

it.each([
  ['a commit beside the line', 'x c', { x: 'c' }],
  ['a branch of several', 'z y\ny x\nx b', { x: 'b', y: 'b', z: 'b' }],
  ['the newest of what it merged', 'z y d\ny x\nx b', { x: 'b', y: 'b', z: 'd' }],
  ['two branches', 'z d\ny x\nx b', { x: 'b', y: 'b', z: 'd' }],
  ['another history has none', 'y x\nx', {}],
  ['another history that was merged with ours', 'z y c\ny x\nx', { z: 'c' }],
  ['nothing', '', {}],
])('%s', (_, text, expected) => {
  const ids = [...ancestry.at.keys()];
  const found = Object.fromEntries([...forkPoints(text, ancestry)].map(([id, at]) => [id, ids[at]]));
  expect(found).toEqual(expected);
});
