import type { Standing } from '../../delivery/standing.ts';
import type { Unit } from '../../model/unit.ts';
import { previousOf } from './previous.ts';
import { named, select } from './select.ts';

const unit = (id: string, more: Partial<Unit> = {}): Unit => ({
  ...{
    id,
    key: id,
    ecosystem: id.replace(/:.*/, ''),
    name: id.replace(/^[^:]*:/, ''),
    project: id.replace(/^[^:]*:/, ''),
  },
  ...{ root: '.', manifest: 'm', version: '1.2.0', private: false, registries: [] },
  ...more,
});
const rope = unit('cargo:rope');
const web = unit('npm:@acme/web', { project: 'web' });
const inner = unit('npm:inner', { private: true, why: '"private": true' });
const units = [rope, web, inner];
const standing: Standing = {
  head: {
    commit: 'c'.repeat(40),
    units: [
      { id: 'cargo:rope', version: '1.2.0' },
      { id: 'npm:inner', version: '1.2.0' },
    ],
  },
  ...{ parents: [], units, releases: new Map(), unreleased: 'release branch' },
};

it.each([
  ['what HEAD releases, and what no registry takes', [], 'cargo:rope 1.2.0 at HEAD', 'npm:inner'],
  ['a unit that HEAD says nothing of, as its files state it', ['web'], 'npm:@acme/web 1.2.0', ''],
  ['a version of a scoped name', ['npm:@acme/web@0.9.0-rc.1'], 'npm:@acme/web 0.9.0-rc.1', ''],
  ['another version than that of HEAD', ['rope@1.1.0'], 'cargo:rope 1.1.0', ''],
  ['the one of HEAD, by name and twice', ['rope', 'cargo:rope@1.2.0'], 'cargo:rope 1.2.0 at HEAD', ''],
  ['a private one by name', ['inner'], '', 'npm:inner'],
])('selects %s', (_, asked, wanted, left) => {
  const selection = select(standing, asked);
  expect(
    selection.wanted
      .map((one) => `${one.unit.id} ${one.version}${one.commit === undefined ? '' : ' at HEAD'}`)
      .join(', '),
  ).toBe(wanted);
  expect(selection.left.map((one) => one.unit).join(', ')).toBe(left);
  expect(selection.problems).toEqual([]);
});

it('tells what nobody is called', () => {
  expect(select(standing, ['rpoe']).problems).toMatchObject([
    { code: 'UNIT_UNKNOWN', what: expect.stringContaining('rpoe') },
  ]);
});

it('says why there is nothing, though versions wait on a release branch', () => {
  const selection = select({ ...standing, head: { commit: 'c'.repeat(40), units: [] } }, []);
  expect(selection).toMatchObject({ wanted: [], nothing: expect.stringContaining('Nothing is due') });
});

it('a scope is no version', () => {
  expect([named('@acme/web', units), named('@acme/web@1.0.0', units)]).toEqual([
    { name: '@acme/web' },
    { name: '@acme/web', version: '1.0.0' },
  ]);
});

it.each([
  ['nobody asks', undefined, undefined],
  ['previous: the highest stable below', ['previous'], '1.1.0'],
  ['one for all', ['1.0.0'], '1.0.0'],
  ['one for this unit before one for all', ['previous', 'cargo:rope@0.9.0'], '0.9.0'],
  ['one for another unit', ['npm:@acme/web@0.9.0'], undefined],
])('comes from: %s', (_, asked, expected) => {
  const tag = { name: 't', commit: 'x', isAnnotated: true } as never;
  const releases = ['1.3.0', '1.2.0', '1.2.0-rc.1', '1.1.0', '1.0.0'].map((version) => ({ version, tag }));
  expect(previousOf({ unit: rope, version: '1.2.0' }, asked, units, releases as never)).toBe(expected);
});
