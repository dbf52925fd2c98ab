import { reach } from '../../history/reach.ts';
import type { Touched } from '../../history/touched.ts';
import type { Ancestry } from '../../model/history.ts';
import type { Unit } from '../../model/unit.ts';
import { causeOf, type Cause, type CauseOptions, type Since } from './causes.ts';
import type { Group } from '../groups/groups.ts';
import { defaultRule } from '../rules/rule.ts';

const unit = (name: string): Unit => ({
  id: `cargo:${name}`,
  key: name,
  name,
  ecosystem: 'cargo',
  project: `${name}-project`,
  root: name,
  manifest: `${name}/Cargo.toml`,
  private: false,
  registries: [],
});
const units = ['a', 'b', '@x/c'].map(unit);
const group: Group = { name: 'a', units: units.slice(0, 1), isFixed: false, because: '', isConfigured: false };

/** A straight line, newest first. */
const ids = Array.from({ length: 6 }, (_, at) => `c${at}`);
const ancestry: Ancestry = {
  ids,
  at: new Map(ids.map((id, at) => [id, at])),
  parents: ids.map((_, at) => (at + 1 < ids.length ? [at + 1] : [])),
};

/** `0,1 feat: x` touches the first two units; `1+0 feat: x` the second, and the first aside. */
function touched(text: string, at: number): Touched {
  const [, who = '', aside, message = ''] = /^([\d,]*)(?:\+([\d,]+))? (.*)$/s.exec(text) ?? [];
  const read = (list: string): readonly number[] => (list === '' ? [] : list.split(',').map(Number));
  const besides = aside === undefined ? undefined : read(aside);
  return {
    id: ids[at] ?? '',
    at,
    author: '',
    email: '',
    text: message,
    units: [...read(who), ...(besides ?? [])],
    ...(besides === undefined ? {} : { aside: besides }),
  };
}

const causes = (commits: readonly string[], since: Since = {}, options: Partial<CauseOptions> = {}): Cause =>
  causeOf(group, commits.map(touched), units, since, reach(ancestry, [0, 1, 2, 3, 4, 5]), {
    rule: defaultRule,
    types: {},
    useScope: true,
    ...options,
  });

const show = ({ level, because, isNew }: Cause): string => [level, because.length, ...(isNew ? ['new'] : [])].join(' ');

it.each<[string, readonly string[], Since, string]>([
  ['nothing', [], {}, 'none 0'],
  ['the highest wins', ['0 fix: x', '0 feat: y', '0 docs: z'], {}, 'minor 2 new'],
  ['what is behind the base was released', ['0 fix: x', '0 feat: y'], { stable: 1 }, 'patch 1 new'],
  ['all since the stable one, after a prerelease', ['0 fix: x', '0 feat: y'], { stable: 3, latest: 1 }, 'minor 2 new'],
  ['nothing new after the prerelease', ['0 docs: x', '0 feat: y'], { stable: 3, latest: 1 }, 'minor 1'],
  ['a prerelease is the base where there is nothing else', ['0 fix: x', '0 feat: y'], { latest: 1 }, 'patch 1 new'],
  ['a commit and its revert', ['0 Revert "feat: y"', '0 feat: y'], {}, 'none 0'],
  [
    'up to the commit that wrote the version down',
    ['0 fix: x', '0 chore: release 1.2.0', '0 feat: y'],
    { written: '1.2.0' },
    'patch 1 new',
  ],
  ['a scope that names another one', ['0,1 feat(b): x'], {}, 'patch 1 new'],
  ['a scope that names this one', ['0,1 feat(a): x'], {}, 'minor 1 new'],
  ['by its project', ['0,1 feat(a-project): x'], {}, 'minor 1 new'],
  ['several scopes', ['0,1 feat(b,a): x'], {}, 'minor 1 new'],
  ['a scope with a slash of its own', ['0,2 feat(@x/c): x'], {}, 'patch 1 new'],
  ['a scope that names nobody', ['0,1 feat(parser): x'], {}, 'minor 1 new'],
  ['a value that moved along with a break of another', ['1+0 feat!: x'], {}, 'patch 1 new'],
  ['which releases nothing where the type does not', ['1+0 chore: x'], {}, 'none 0'],
  ['a value that moved for all that it reaches', ['0,1 feat!: x'], {}, 'major 1 new'],
])('%s', (_, commits, since, expected) => expect(show(causes(commits, since))).toBe(expected));

it('keeps all commits for the changelog, and takes the newest word on the version', () => {
  const { changes, releaseAs } = causes(['0 docs: x\n\nRelease-As: 3.0.0', '0 fix: y\n\nRelease-As: 2.0.0']);
  expect([changes.length, releaseAs]).toEqual([2, '3.0.0']);
});

it('leaves scopes alone where they are not to be used', () => {
  expect(causes(['0,1 feat(b): x'], {}, { useScope: false }).level).toBe('minor');
});
