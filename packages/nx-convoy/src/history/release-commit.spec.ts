import { readMessage } from './message.ts';
import { isReleaseCommit, sinceWritten } from './release-commit.ts';

it.each([
  'chore(release): 1.2.3',
  'chore(main): release core 1.2.3',
  'chore: release',
  'chore: release main',
  'release: v1.2.3',
  'Release v1.2.3',
  'Release 1.2.3 (#42)',
  '[release] 1.2.3',
  'v1.2.3',
  '1.2.3',
  'Publish',
  'Version Packages',
  'chore: bump version to 1.2.3',
  'Bump version: 1.2.2 → 1.2.3',
  'feat: bump versions to 1.9.3 (#4316)',
  'chore: update version to 1.9.1',
  'Prepare for next development iteration',
  'chore: prepare release 1.2.3',
])('%j writes down a release', (subject) => expect(isReleaseCommit(readMessage(subject))).toBe(true));

it.each([
  'fix: release the lock',
  'feat: add a release command',
  'feat(release): sign tags',
  'Release the lock when the process ends',
  'chore: bump serde from 1.0.1 to 1.0.2',
  'chore(deps): update versions of everything',
  'chore(deps): bump serde to 2',
  'chore: bump serde version',
  'docs: how we publish',
  'Publisher for events',
])('%j does not', (subject) => expect(isReleaseCommit(readMessage(subject))).toBe(false));

it.each([
  ['up to the commit that wrote it', ['fix: b', 'chore: release 1.2.0', 'feat: a'], '1.2.0', 1],
  ['another version is another', ['fix: b', 'chore: release 1.2.0', 'feat: a'], '1.2.1', 3],
  ['as a whole only', ['fix: b', 'chore: release 1.2.01', 'feat: a'], '1.2.0', 3],
  ['a fix may name a version', ['fix: crash since 1.2.0', 'feat: a'], '1.2.0', 2],
])('%s', (_, subjects, version, left) => {
  const changes = subjects.map((subject) => ({ subject, message: readMessage(subject) }));
  expect(sinceWritten(changes, version)).toHaveLength(left);
});
