import type { Config } from '../../model/config.ts';
import { noConfig } from '../../model/config.ts';
import type { Ancestry, Tag } from '../../model/history.ts';
import type { Unit } from '../../model/unit.ts';
import { releaseGroups } from './release-groups.ts';

/** `cargo:core@1.2.0`, in a folder of its name; `!` before it where no registry takes it; `.` behind it for the top. */
function unit(text: string): Unit {
  const [, mark = '', ecosystem = '', name = '', version = '', top = ''] =
    /^(!?)(\w+):(.+?)@([^@]*?)(\.?)$/.exec(text) ?? [];
  const root = top === '' ? name.replace(/^@[^/]+\//, '') : '.';
  return {
    id: `${ecosystem}:${name}`,
    key: name,
    ecosystem,
    name,
    project: name,
    root,
    manifest: `${root}/${ecosystem}`,
    private: mark === '!',
    registries: [],
    ...(version === ''
      ? {}
      : { version, versionSource: { is: 'written', at: { file: `${root}/${ecosystem}`, line: 1 } } }),
  };
}

/** The line of HEAD is c0, c1 …, newest first; `tag=c1` stands there, `tag=x+c1` beside it, `tag=x` elsewhere. */
const ids = ['c0', 'c1', 'c2', 'c3'];
const ancestry: Ancestry = {
  ids,
  at: new Map(ids.map((id, at) => [id, at])),
  parents: ids.map((_, at) => (at + 1 < ids.length ? [at + 1] : [])),
};
const tag = (text: string): Tag => {
  const [name = '', place = 'c1'] = text.split('=');
  const [commit = '', beside] = place.split('+');
  return { name, commit, ...(beside === undefined ? {} : { beside }) };
};

const show = (units: string, tags: string, config: Config = noConfig): string => {
  const found = releaseGroups(units.split(' ').map(unit), config, tags.split(' ').map(tag), ancestry);
  const lines = found.groups.map(
    ({ name, units: members }) =>
      `${members.map(({ name: one }) => one).join('+')} ${found.bases.get(name)?.stable?.tag.name ?? '-'}`,
  );
  return [...lines, ...found.problems.map(({ code }) => code)].join(', ');
};

it.each([
  [
    'a name and a dash',
    'cargo:core@1.0.0 cargo:api@2.0.0',
    'core-v1.0.0 api-v2.0.0',
    'core core-v1.0.0, api api-v2.0.0',
  ],
  ['a name and an at', 'npm:@x/core@1.0.0 npm:b@2.0.0', '@x/core@1.0.0', '@x/core @x/core@1.0.0, b -'],
  ['without its scope', 'npm:@x/core@1.0.0 npm:b@2.0.0', 'core-v1.0.0', '@x/core core-v1.0.0, b -'],
  ['an ecosystem and a name', 'npm:core@1.0.0 cargo:b@2.0.0', 'js/core-1.0.0', 'core js/core-1.0.0, b -'],
  ['an ecosystem alone', 'python:core@1.0.0 cargo:b@2.0.0', 'py-1.0.0 rust-v2.0.0', 'core py-1.0.0, b rust-v2.0.0'],
  ['a bare number of the only one', 'cargo:core@1.0.0', 'v1.0.0', 'core v1.0.0'],
  ['also where its manifest is stale', 'cargo:core@0.4.0', 'v1.0.0', 'core v1.0.0'],
  ['of several the one that agrees', 'cargo:core@1.0.0 cargo:b@0.2.0', 'v1.0.0', 'core v1.0.0, b -'],
  ['on the way to the next one', 'cargo:core@1.1.0-dev cargo:b@0.2.0', 'v1.0.0', 'core v1.0.0, b -'],
  ['one tag for all that agree is one group', 'cargo:a@1.0.0 python:b@1.0.0', 'v1.0.0', 'a+b v1.0.0'],
  ['a placeholder gives way', 'npm:a@1.0.0 npm:b@0.0.0', 'v1.0.0', 'a v1.0.0, b -'],
  ['unless nobody else speaks', 'npm:a@0.0.0 npm:b@0.0.0', 'v1.0.0', 'a+b v1.0.0'],
  ['a plain 1.0.0 is not the next of 0.9', 'npm:a@0.9.0 npm:b@1.0.0', 'v0.9.0', 'a v0.9.0, b -'],
  ['private, and its tags show a version', '!npm:app@1.0.0 npm:b@2.0.0', 'app-v1.0.0', 'app app-v1.0.0, b -'],
  ['private, and its tags are of the past', '!npm:app@0.1.0 npm:b@2.0.0', 'app-v1.0.0', 'b -'],
  ['a name of two: the one that agrees', 'docker:app@1.0.0 helm:app@3.0.0', 'app-3.0.0', 'app -, app app-3.0.0'],
  [
    'a name of two that both agree is told',
    'docker:app@3.0.0 helm:app@3.0.0',
    'app-3.0.0',
    'app app-3.0.0, app app-3.0.0, TAG_AMBIGUOUS',
  ],
  ['the highest that HEAD builds upon', 'cargo:core@1.0.0', 'v1.0.0 v1.1.0=x', 'core v1.0.0'],
  ['one beside the line, where the manifest went along', 'cargo:core@1.1.0', 'v1.0.0 v1.1.0=x+c1', 'core v1.1.0'],
  ['one beside the line of a newer line', 'cargo:core@1.0.0', 'v1.0.0=c2 v2.0.0=x+c1', 'core v1.0.0'],
  ['one elsewhere, at which the manifest stands', 'cargo:core@1.1.0', 'v1.0.0 v1.1.0=x', 'core v1.1.0'],
  ['a word that was given up', 'python:a@0.23.2-dev.0', 'python-v0.13.3=c3 v0.23.1', 'a v0.23.1'],
  ['a name that was given up', 'cargo:a@2.1.0', 'a-v1.0.0=c3 v2.1.0', 'a v2.1.0'],
  [
    'a word that goes on, and a newer tag of others',
    'python:a@0.13.3',
    'python-v0.13.3=c3 v0.23.1',
    'a python-v0.13.3',
  ],
  ['a name that is younger than what nobody owns', 'cargo:a@2.1.0', 'a-v2.0.0 v2.1.0=c3', 'a a-v2.0.0'],
  [
    'two that gave up their words for one tag',
    'python:a@0.23.2-dev.0 cargo:b@0.23.2-dev.0',
    'python-v0.13.3=c3 rust-v0.9.0=c3 v0.23.1',
    'a+b v0.23.1',
  ],
  ['an odd tag is no release', 'cargo:core@1.0.0', 'v1.0.0 v9 latest nightly v.0.8.0', 'core v1.0.0'],
])('%s', (_, units, tags, expected) => expect(show(units, tags)).toBe(expected));

it('takes the user at their word', () => {
  const config: Config = { ...noConfig, units: { 'cargo:b': { tag: 'rel-{version}' } } };
  expect(show('cargo:core@1.0.0 cargo:b@0.2.0', 'v1.0.0 rel-0.2.0 b-v0.1.0', config)).toBe('core v1.0.0, b rel-0.2.0');
  const named: Config = { ...noConfig, units: { 'cargo:b': { tag: 'v{version}' } } };
  expect(show('cargo:core@1.0.0 cargo:b@0.2.0', 'v1.0.0', named)).toBe('core -, b v1.0.0');
  const release = {
    groups: { all: { projects: '*', releaseTag: { pattern: '{releaseGroupName}/{version}' } } },
    raw: {},
  };
  expect(show('cargo:a@1.0.0 cargo:b@1.0.0', 'all/1.0.0 v2.0.0', { ...noConfig, release })).toBe('a+b all/1.0.0');
});
