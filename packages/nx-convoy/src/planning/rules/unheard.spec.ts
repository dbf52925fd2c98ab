import { unheard } from './unheard.ts';

const show = (raw: Readonly<Record<string, unknown>>): readonly string[] =>
  unheard({ raw }).map(({ path, value }) => `${path.join('.')}=${JSON.stringify(value)}`);

it.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
  ['nothing is said', {}, []],
  [
    'what is followed',
    { version: { currentVersionResolver: 'disk', specifierSource: 'version-plans', versionPrefix: '~' } },
    [],
  ],
  [
    'the registry',
    { version: { currentVersionResolver: 'registry' } },
    ['release.version.currentVersionResolver="registry"'],
  ],
  [
    'a group',
    { groups: { libs: { version: { preVersionCommand: 'make', specifierSource: 'prompt' } } } },
    ['release.groups.libs.version.specifierSource="prompt"', 'release.groups.libs.version.preVersionCommand="make"'],
  ],
  [
    'protocols and roots',
    { version: { preserveLocalDependencyProtocols: false, manifestRootsToUpdate: ['dist/{projectRoot}'] } },
    [
      'release.version.preserveLocalDependencyProtocols=false',
      'release.version.manifestRootsToUpdate=["dist/{projectRoot}"]',
    ],
  ],
  ['the usual root', { version: { manifestRootsToUpdate: ['{projectRoot}'] } }, []],
  [
    'kinds of ranges',
    { version: { preserveMatchingDependencyRanges: ['dependencies'] } },
    ['release.version.preserveMatchingDependencyRanges=["dependencies"]'],
  ],
  [
    'tags',
    { releaseTag: { checkAllBranchesWhen: ['main'], requireSemver: false } },
    ['release.releaseTag.checkAllBranchesWhen=["main"]', 'release.releaseTag.requireSemver=false'],
  ],
  ['what is no object', { version: 'x', groups: { a: 1 } }, []],
])('%s', (_, raw, expected) => expect(show(raw)).toEqual(expected));

it('always says what happens instead, and what to write', () => {
  const all = unheard({ raw: { version: { currentVersionResolver: 'none', groupPreVersionCommand: 'x' } } });
  expect(all).toHaveLength(2);
  for (const { instead, fix } of all) expect([instead, fix].every((text) => text.length > 10)).toBe(true);
});
