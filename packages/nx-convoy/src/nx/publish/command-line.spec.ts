import { readCommandLine } from './command-line.ts';

const read = (line: string): ReturnType<typeof readCommandLine> =>
  readCommandLine(['node', '/w/node_modules/.bin/nx', ...line.split(' ')]);

it.each([
  ['run-many -t publish --dry-run', true],
  ['run-many -t publish --dryRun', true],
  ['run x:publish --dry-run=true', true],
  ['run x:publish --dry-run true', true],
  ['run x:publish --dry-run=false', false],
  ['run x:publish --no-dry-run', false],
  ['run x:publish --dry-run-later', false],
  ['release publish -d', true],
  ['release publish -vd', true],
  ['release --dry-run', true],
  ['release -d', true],
  ['run-many -t publish -d', false],
  ['run-many -t publish -p dry-run', false],
])('a dry run: nx %s is %s', (line, expected) => expect(read(line).isDry).toBe(expected));

it('hears a dry run among the words of an option', () =>
  expect(readCommandLine(['node', 'nx', 'run', 'x:publish', '--args=--dry-run --retry=a']).isDry).toBe(true));

it.each([
  ['release publish', true],
  ['release publish --dry-run', true],
  ['release publish --groups crates', true],
  ['--verbose release publish', true],
  ['release', true],
  ['release --yes', true],
  ['release patch -y', true],
  ['release --skip-publish', false],
  ['release --yes --skipPublish', false],
  ['release --skip-publish=false', true],
  ['release p', true],
  ['release v', false],
  ['release pl patch', false],
  ['release version', false],
  ['release version --yes', false],
  ['release changelog 1.0.0', false],
  ['release plan:check', false],
  ['run-many -t publish', false],
  ['run-many -t publish --yes', false],
  ['run-many -t nx-release-publish', false],
  ['run-many -p release publish -t publish', false],
  ['run release:publish', false],
  ['affected -t publish', false],
  ['release-publish', false],
])('the yes of Nx: nx %s is %s', (line, expected) => expect(read(line).isReleasePublish).toBe(expected));

it.each([
  ['release publish', true],
  ['release', true],
  ['release publish -p a', false],
  ['release publish --projects=a', false],
  ['release -g packs --yes', false],
  ['run-many -t publish', false],
])('a whole release: nx %s is %s', (line, expected) => expect(read(line).isWholeRelease).toBe(expected));

it.each([
  ['run-many -t publish --nxBail', true],
  ['run-many -t publish --nx-bail=true', true],
  ['run-many -t publish --nxBail=false', false],
  ['run-many -t publish', false],
])('bail: nx %s is %s', (line, expected) => expect(read(line).isBail).toBe(expected));
