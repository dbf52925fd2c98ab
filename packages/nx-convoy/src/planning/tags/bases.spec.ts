import fc from 'fast-check';
import semver from 'semver';
import type { Ancestry } from '../../model/history.ts';
import type { Unit } from '../../model/unit.ts';
import { basesOf } from './bases.ts';
import { heads, statedVersion, type Outlook } from './heads.ts';
import { readTag, type Release } from './families.ts';
import type { Group } from '../groups/groups.ts';

const unit = (name: string, version?: string): Unit => ({
  id: `cargo:${name}`,
  key: name,
  name,
  ecosystem: 'cargo',
  project: name,
  root: name,
  manifest: `${name}/Cargo.toml`,
  private: false,
  registries: [],
  ...(version === undefined ? {} : { version }),
});

/** `v1.0.0` stands on the line, `v1.0.0+` beside it, `v1.0.0-x` … elsewhere: `v1.0.0!`; `v1.0.0/c1` was cut there. */
function release(text: string): Release {
  const [, name = '', mark = ''] = /^(.+?)([+!]|\/c\d)?$/.exec(text) ?? [];
  const commit = mark === '' ? 'c2' : mark === '+' ? 'beside' : mark === '!' ? 'elsewhere' : `branch${mark}`;
  return readTag({ name, commit }) ?? { tag: { name, commit }, prefix: '', version: '0.0.0' };
}

const outlook: Outlook = {
  placeOf: ({ commit }) => (commit === 'c2' ? commit : commit === 'beside' ? 'c1' : undefined),
  forkOf: ({ commit }) => /^branch\/(c\d)$/.exec(commit)?.[1],
  isNewer: (one, other) => one <= other,
};

it.each<[string, string, string | undefined, string]>([
  ['none', '', undefined, '- -'],
  ['the highest', 'v1.1.0 v1.0.0', undefined, 'v1.1.0 v1.1.0'],
  ['stable and prerelease are kept apart', 'v2.0.0-rc.1 v1.0.0', undefined, 'v1.0.0 v2.0.0-rc.1'],
  ['prereleases alone', 'v2.0.0-rc.1', undefined, '- v2.0.0-rc.1'],
  ['one beside the line, where nobody says otherwise', 'v1.1.0+ v1.0.0', undefined, 'v1.1.0 v1.1.0'],
  ['where the manifest went along', 'v1.1.0+ v1.0.0', '1.1.0', 'v1.1.0 v1.1.0'],
  ['of a newer line, where it did not', 'v1.1.0+ v1.0.0', '1.0.0', 'v1.0.0 v1.0.0'],
  ['elsewhere, where the manifest stands at it', 'v1.1.0! v1.0.0', '1.1.0', 'v1.1.0 v1.1.0'],
  ['elsewhere, and no manifest says so', 'v1.1.0! v1.0.0', '1.0.0', 'v1.0.0 v1.0.0'],
  [
    'a branch that was cut after the base, and the manifest has passed it',
    'v1.1.0/c1 v1.0.0',
    '1.2.0',
    'v1.1.0 v1.1.0',
  ],
  ['a branch that was cut before the base', 'v1.1.0/c3 v1.0.0', '1.2.0', 'v1.0.0 v1.0.0'],
])('%s', (_, tags, stated, expected) => {
  const releases = tags === '' ? [] : tags.split(' ').map(release);
  const { stable, latest } = heads(releases, outlook, stated);
  expect(`${stable?.tag.name ?? '-'} ${latest?.tag.name ?? '-'}`).toBe(expected);
});

it.each<[string, readonly (string | undefined)[], string | undefined]>([
  ['nobody says', [undefined], undefined],
  ['most say', ['1.0.0', '2.0.0', '1.0.0'], '1.0.0'],
  ['as many say: the highest', ['1.0.0', '2.0.0'], '2.0.0'],
  ['no version', ['next'], undefined],
])('%s', (_, versions, expected) => {
  const units = versions.map((version, at) => unit(`u${at}`, version));
  expect(statedVersion(units, ({ version }) => version)).toBe(expected);
});

const ids = ['c0', 'c1', 'c2'];
const ancestry: Ancestry = {
  ids,
  at: new Map(ids.map((id, at) => [id, at])),
  parents: [[1], [2], []],
};
const group = (one: Unit): Group => ({
  name: one.id,
  units: [one],
  isFixed: false,
  because: '',
  isConfigured: false,
});

it.each<[string, string, string]>([
  ['as its releases are', 'a-v1.0.0', 'a-v'],
  ['as its neighbours have it', 'b-v1.0.0', 'a-v'],
  ['as Nx has it', 'other', 'a@'],
])('writes tags %s', (_, tag, expected) => {
  const groups = [group(unit('a', '1.0.0')), group(unit('b', '1.0.0'))];
  const { bases } = basesOf(groups, [{ name: tag, commit: 'c1' }], ancestry);
  expect(bases.get('cargo:a')?.prefix).toBe(expected);
});

it('knows every version that is taken, wherever, and those that were given up', () => {
  const tags = ['v1.0.0=c2', 'v1.1.0=x', 'abandoned/v1.0.1=c1'].map((text) => {
    const [name = '', commit = ''] = text.split('=');
    return { name, commit };
  });
  const base = basesOf([group(unit('a', '1.0.0'))], tags, ancestry).bases.get('cargo:a');
  expect([base?.stable?.version, [...(base?.taken ?? [])].sort(), [...(base?.abandoned ?? [])]]).toEqual([
    '1.0.0',
    ['1.0.0', '1.1.0'],
    ['1.0.1'],
  ]);
});

const version = fc.tuple(fc.nat(3), fc.nat(9), fc.nat(9)).map((parts) => parts.join('.'));

it('never takes the word of a family that the manifest is above, while it goes along with a younger one', () => {
  fc.assert(
    fc.property(version, version, fc.constantFrom('a-v', 'rust-v', 'rs-', 'a@'), (old, current, prefix) => {
      fc.pre(semver.gt(current, old) && semver.major(current) > semver.major(old) + 1);
      const tags = [
        { name: `${prefix}${old}`, commit: 'c2' },
        { name: `v${current}`, commit: 'c1' },
      ];
      const { bases } = basesOf([group(unit('a', current)), group(unit('b', '9.9.9'))], tags, ancestry);
      expect(bases.get('cargo:a')?.stable?.version).toBe(current);
    }),
  );
});
