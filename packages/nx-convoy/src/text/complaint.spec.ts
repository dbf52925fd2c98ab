import { complaintIn } from './complaint.ts';

it.each([
  [
    'cargo, with its causes',
    '   Packaging rope v1.0.0\nerror: failed to prepare local package\n\nCaused by:\n  failed to select a version for `clap`.\n  candidate versions found: 4.5.0\n',
    'failed to prepare local package failed to select a version for `clap`. candidate versions found: 4.5.0',
  ],
  [
    'npm',
    '$ npm pack\nnpm notice\nnpm error code E404\nnpm error 404 Not Found\n',
    'npm error code E404 npm error 404 Not Found',
  ],
  ['colours', '\u001b[31merror\u001b[0m: no\n', 'no'],
  ['a line that only says failed', 'building\nBuild failed: no compiler\n', 'Build failed: no compiler'],
  ['nothing that looks like it', 'one\ntwo\nthree\n', 'two three'],
  ['nothing', '\n', 'it gave no reason'],
])('%s', (_, said, words) => expect(complaintIn(said)).toBe(words));
