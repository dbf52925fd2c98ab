import { readMessage } from '../../history/message.ts';
import { highest, levelOf } from './rule.ts';

it.each([
  // message, what it is worth by types, by deps, by any
  ['feat: a', 'minor', 'minor', 'minor'],
  ['fix(core): a', 'patch', 'patch', 'patch'],
  ['perf: a', 'patch', 'patch', 'patch'],
  ['revert: a', 'patch', 'patch', 'patch'],
  ['chore!: a', 'major', 'major', 'major'],
  ['docs: a\n\nBREAKING CHANGE: b', 'major', 'major', 'major'],
  ['chore(deps): bump x to 2', 'none', 'patch', 'patch'],
  ['build(deps-dev): bump x', 'none', 'patch', 'patch'],
  ['Bump x from 1.0 to 2.0', 'none', 'patch', 'patch'],
  ['docs: a', 'none', 'none', 'patch'],
  ['Some words', 'none', 'none', 'patch'],
  ['chore(release): 1.2.3', 'none', 'none', 'none'],
  ['feat: bump versions to 1.2.3', 'none', 'none', 'none'],
])('%j', (text, ...expected) =>
  expect((['types', 'deps', 'any'] as const).map((rule) => levelOf(readMessage(text), rule))).toEqual(expected),
);

it('takes the user at their word for a type', () => {
  expect(levelOf(readMessage('docs: a'), 'types', { docs: 'patch' })).toBe('patch');
  expect(levelOf(readMessage('feat: a'), 'any', { feat: 'none' })).toBe('none');
  expect(levelOf(readMessage('feat!: a'), 'types', { feat: 'none' })).toBe('major');
});

it('knows the highest', () => expect([highest([]), highest(['patch', 'major', 'minor'])]).toEqual(['none', 'major']));
