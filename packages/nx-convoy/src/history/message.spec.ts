import { readMessage } from './message.ts';
import { withoutReverted } from './reverts.ts';

it.each([
  ['feat: a', { type: 'feat', isBreaking: false, text: 'a' }],
  ['feat(core): a', { type: 'feat', scope: 'core', text: 'a' }],
  ['Feat(core)!: a', { type: 'feat', scope: 'core', isBreaking: true }],
  ['feat!: a', { isBreaking: true }],
  ['chore(deps)!: a', { type: 'chore', isBreaking: true }],
  ['fix : a', { type: 'fix' }],
  ['fix(): a', { type: 'fix', text: 'a' }],
  ['Fix the thing', { isBreaking: false, text: 'Fix the thing' }],
  ['Merge branch x: y', { text: 'Merge branch x: y' }],
  ['feat: a\n\nBREAKING CHANGE: b is gone\nuse c', { isBreaking: true, migration: 'b is gone\nuse c' }],
  ['feat: a\n\nBREAKING-CHANGE: b', { isBreaking: true, migration: 'b' }],
  ['feat: a\n\nBREAKING CHANGE: b\n\nSigned-off-by: x', { migration: 'b' }],
  ['feat: a\n\nBREAKING CHANGE: b\nReviewed-by: x', { migration: 'b' }],
  ['chore: update\n\n> BREAKING CHANGE: theirs', { isBreaking: false }],
  ['chore: update\n\n### BREAKING CHANGES\n* theirs', { isBreaking: false }],
  ['chore: update\n\nsee BREAKING CHANGE: theirs', { isBreaking: false }],
  ['feat: a\r\n\r\nBREAKING CHANGE: b\r\n', { isBreaking: true, migration: 'b' }],
  ['chore: x\n\nRelease-As: v2.0.0', { releaseAs: '2.0.0' }],
  ['fix: a (#12)\n\nCloses #7, GH-9', { references: ['#12', '#7', 'GH-9'] }],
  [
    'Revert "feat: a"\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.',
    { type: 'revert', reverts: ['0123456789abcdef0123456789abcdef01234567'], revertsSubject: 'feat: a' },
  ],
  ['revert: feat: a', { type: 'revert', revertsSubject: 'feat: a' }],
])('%j', (message, expected) => expect(readMessage(message)).toMatchObject(expected));

it.each([
  ['a commit and its revert cancel', ['Revert "feat: a"', 'feat: a', 'fix: b'], ['fix: b']],
  ['with the number that a forge adds', ['Revert "feat: a" (#3)', 'fix: b'], ['Revert "feat: a" (#3)', 'fix: b']],
  ['the reverted one may carry a number', ['Revert "feat: a (#2)"', 'feat: a (#2)'], []],
  ['a revert of what was released before counts', ['Revert "feat: a"'], ['Revert "feat: a"']],
  ['a revert of a revert brings it back', ['Revert "Revert "feat: a""', 'Revert "feat: a"', 'feat: a'], ['feat: a']],
  ['a later commit of the same words stays', ['feat: a', 'Revert "feat: a"', 'feat: a'], ['feat: a']],
  ['by id', ['revert: nonsense\n\nThis reverts commit 2000000.', 'fix: b', 'feat: a'], ['fix: b']],
])('%s', (_, messages, left) => {
  const said = messages.map((text, at) => ({
    id: `${at}000000`,
    subject: text.split('\n')[0] ?? '',
    message: readMessage(text),
  }));
  expect(withoutReverted(said).map(({ subject }) => subject)).toEqual(left);
});
