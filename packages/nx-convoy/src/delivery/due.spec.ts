import { noConfig } from '../model/config.ts';
import type { Ancestry, Tag } from '../model/history.ts';
import type { Due } from '../model/due.ts';
import type { Presence } from '../model/registry.ts';
import type { Unit } from '../model/unit.ts';
import { whatIsDue } from './due.ts';
import type { Saying, Standing } from './standing.ts';
import { taggedReleases } from './tagged.ts';

/** `a 1.1.0`, `a#libs/a 1.1.0` of twins, `a 1.1.0 private`; `py:a 1.1.0rc1`; `a -` states no version. */
function unit(text: string): Unit {
  const [written = '', version = '', mark] = text.split(' ');
  const [named = '', root] = written.split('#');
  const [ecosystem, name] = named.includes(':') ? named.replace('py:', 'python:').split(':') : ['cargo', named];
  return {
    id: `${ecosystem ?? ''}:${name ?? ''}${root === undefined ? '' : `#${root}`}`,
    key: written,
    name: name ?? '',
    ecosystem: ecosystem ?? '',
    project: named.replace('py:', ''),
    root: root ?? named.replace(':', '-'),
    manifest: `${root ?? named}/Cargo.toml`,
    private: mark === 'private',
    ...(mark === 'private' ? { why: 'publish = false' } : {}),
    registries: [],
    ...(version === '-' ? { versionSource: { is: 'tags' } } : { version }),
  };
}

const list = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const saying = (commit: string, text: string | undefined): Saying => ({
  commit,
  units: list(text).map((one) => {
    const [id = '', version = ''] = one.split(' ');
    return { id: id.includes(':') ? id : `cargo:${id}`, version };
  }),
});

interface Case {
  readonly isAfter?: true;
  readonly units: string;
  /** What HEAD's trailers name, and those of a merge's parents, in their order. */
  readonly head?: string;
  readonly parents?: readonly string[];
  /** `v1.0.0` on HEAD, `v1.0.0@other`. */
  readonly tags?: string;
  readonly unreleased?: string;
  readonly answers?: Readonly<Record<string, readonly Presence['is'][]>>;
}

const presences: Readonly<Record<Presence['is'], Presence>> = {
  absent: { is: 'absent' },
  present: { is: 'present' },
  unknown: { is: 'unknown', problem: { code: 'REGISTRY_SILENT', severity: 'warning', what: '', fix: '' } },
};

function due({ units, head, isAfter, parents = [], tags, unreleased, answers }: Case): Due {
  const all = list(units).map(unit);
  const standing: readonly Tag[] = list(tags).map((text) => {
    const [name = '', commit = 'head'] = text.split(/@(?=other|p\d)/);
    return { name, commit };
  });
  const ancestry: Ancestry = { ids: ['head'], at: new Map([['head', 0]]), parents: [[]] };
  const told: Standing = {
    head: saying('head', head),
    parents: parents.map((text, at) => saying(`p${at}`, text)),
    units: all,
    ...(isAfter === undefined ? {} : { isAfter }),
    releases: taggedReleases(all, noConfig, standing, ancestry),
    ...(unreleased === undefined ? {} : { unreleased }),
    ...(answers === undefined
      ? {}
      : { answers: new Map(Object.entries(answers).map(([id, said]) => [id, said.map((is) => presences[is])])) }),
  };
  return whatIsDue(told);
}

const show = ({ due, asks, problems, notDue, nothing }: Due): string =>
  [
    ...due.map(({ unit, version, by }) => `${unit} ${version} by ${by}`),
    ...asks.map(({ unit, version }) => `ask ${unit} ${version}`),
    ...notDue.map(({ unit, why }) => `not ${unit}: ${why}`),
    ...problems.map(({ code }) => code),
    ...(nothing === undefined ? [] : ['nothing']),
  ].join('\n');

it.each<[string, Case, readonly string[]]>([
  ['nothing', { units: 'a 1.0.0' }, ['nothing']],
  [
    'a release commit',
    { units: 'a 1.1.0, b 2.0.0', head: 'a 1.1.0, b 2.0.0' },
    ['cargo:a 1.1.0 by release commit', 'cargo:b 2.0.0 by release commit'],
  ],
  ['one of two', { units: 'a 1.1.0, b 2.0.0', head: 'a 1.1.0' }, ['cargo:a 1.1.0 by release commit']],
  [
    'a squashed one that was tagged before it was squashed',
    { units: 'a 1.1.0', head: 'a 1.1.0', tags: 'a-v1.1.0@other' },
    ['not cargo:a: a-v1.1.0 stands on other: it is published from there', 'DUE_ELSEWHERE', 'nothing'],
  ],
  [
    'tagged on both commits',
    { units: 'a 1.1.0', head: 'a 1.1.0', tags: 'a-v1.1.0, a-v1.1.0+x@other' },
    ['cargo:a 1.1.0 by release commit'],
  ],
  [
    'a merge of a release branch',
    { units: 'a 1.1.0', parents: ['', 'a 1.1.0'] },
    ['cargo:a 1.1.0 by merged release commit'],
  ],
  [
    'what was merged comes before what it was merged into',
    { units: 'a 1.2.0, b 3.0.0', parents: ['b 3.0.0, a 1.1.0', 'a 1.2.0'] },
    ['cargo:a 1.2.0 by merged release commit', 'cargo:b 3.0.0 by merged release commit'],
  ],
  [
    'a merge back of what was tagged on its branch',
    { units: 'a 1.1.0', parents: ['', 'a 1.1.0'], tags: 'a-v1.1.0@p1' },
    ['not cargo:a: a-v1.1.0 stands on p1: it is published from there', 'nothing'],
  ],
  [
    'a merge that kept the other side',
    { units: 'a 1.0.0', parents: ['', 'a 1.1.0'] },
    ['not cargo:a: merged release commit p1 names 1.1.0, and a/Cargo.toml says 1.0.0: taken back', 'nothing'],
  ],
  [
    'a revert that quotes the release',
    { units: 'a 1.0.0', head: 'a 1.1.0' },
    ['not cargo:a: release commit head names 1.1.0, and a/Cargo.toml says 1.0.0: taken back', 'nothing'],
  ],
  [
    'tags of several units on HEAD',
    { units: 'a 1.1.0, b 2.0.0, c 3.0.0', tags: 'a-v1.1.0, b-v2.0.0, c-v2.9.0@other' },
    ['cargo:a 1.1.0 by tag', 'cargo:b 2.0.0 by tag'],
  ],
  ['one tag that names all', { units: 'a 1.1.0', tags: 'v1.1.0' }, ['cargo:a 1.1.0 by tag']],
  [
    'a tag that the manifest does not follow',
    { units: 'a 1.0.0', tags: 'a-v1.1.0' },
    ['not cargo:a: tag a-v1.1.0 names 1.1.0, and a/Cargo.toml says 1.0.0', 'DUE_OTHER_VERSION', 'nothing'],
  ],
  [
    'a prerelease, as Python spells it',
    { units: 'py:a 1.1.0rc1', tags: 'a-v1.1.0-rc.1' },
    ['python:a 1.1.0-rc.1 by tag'],
  ],
  [
    'a candidate and the release of it on one commit',
    { units: 'a 1.1.0', tags: 'a-v1.1.0-rc.1, a-v1.1.0' },
    ['cargo:a 1.1.0 by tag'],
  ],
  ['a version that tags alone tell', { units: 'py:a -', tags: 'a-v1.1.0, a-v1.0.0' }, ['python:a 1.1.0 by tag']],
  ['a tag that was given up', { units: 'a 1.1.0', tags: 'abandoned/a-v1.1.0' }, ['nothing']],
  [
    'what no registry takes',
    { units: 'a 1.1.0 private, b 2.0.0', head: 'a 1.1.0, b 2.0.0' },
    ['cargo:b 2.0.0 by release commit', 'not cargo:a: publish = false'],
  ],
  [
    'only what no registry takes',
    { units: 'a 1.1.0 private', head: 'a 1.1.0' },
    ['not cargo:a: publish = false', 'nothing'],
  ],
  [
    'a twin that came later',
    { units: 'a#old/a 1.1.0, a#new/a 0.1.0', parents: ['', 'a 1.1.0'] },
    ['cargo:a#old/a 1.1.0 by merged release commit'],
  ],
  ['a twin that left', { units: 'a 1.1.0', head: 'a#a 1.1.0' }, ['cargo:a 1.1.0 by release commit']],
  ['a twin that nobody can tell', { units: 'a#x 1.1.0, a#y 1.1.0', head: 'a 1.1.0' }, ['DUE_AMBIGUOUS', 'nothing']],
  ['a unit that is not here', { units: 'a 1.1.0', head: 'z 1.1.0' }, ['DUE_UNKNOWN', 'nothing']],
  [
    'unreleased: asked for first',
    { units: 'a 1.1.0, b 1.0.0 private', unreleased: '--unreleased' },
    ['ask cargo:a 1.1.0', 'not cargo:b: publish = false'],
  ],
  [
    'unreleased: absent from one of its registries',
    { units: 'a 1.1.0', unreleased: '--unreleased', answers: { 'cargo:a': ['present', 'absent'] } },
    ['cargo:a 1.1.0 by unreleased'],
  ],
  [
    'unreleased: there',
    { units: 'a 1.1.0', unreleased: '--unreleased', answers: { 'cargo:a': ['present'] } },
    ['not cargo:a: it is there already', 'nothing'],
  ],
  [
    'unreleased: nobody can tell',
    { units: 'a 1.1.0', unreleased: '--unreleased', answers: { 'cargo:a': ['unknown'] } },
    ['not cargo:a: its registry does not tell whether it is there', 'REGISTRY_SILENT', 'nothing'],
  ],
  [
    'unreleased: tagged elsewhere',
    { units: 'a 1.1.0', unreleased: '--unreleased', tags: 'a-v1.1.0@other' },
    ['not cargo:a: a-v1.1.0 stands on other: it is published from there', 'nothing'],
  ],
  [
    'unreleased: a number for work that is under way',
    { units: 'a 0.0.0, b 1.2.0-dev, py:c 1.2.0.dev0', unreleased: '--unreleased' },
    [
      'not cargo:a: its version stands for work that is not released',
      'not cargo:b: its version stands for work that is not released',
      'not python:c: its version stands for work that is not released',
      'nothing',
    ],
  ],
])('%s', (_, standing, expected) => expect(show(due(standing)).split('\n')).toEqual(expected));

it('says in one line why nothing is due', () => {
  expect(due({ units: 'a 1.0.0' }).nothing).toBe(
    'Nothing is due: head is no release commit, merges none, and has no tag of a unit; --unreleased looks for versions that nobody has published.',
  );
  expect(due({ units: 'a 1.1.0', isAfter: true }).nothing).toContain('git checkout HEAD~1');
  expect(due({ units: 'a 1.0.0, b 1.0.0', parents: ['', 'a 1.1.0, b 1.1.0'] }).nothing).toBe(
    'Nothing is due: cargo:a 1.1.0: merged release commit p1 names 1.1.0, and a/Cargo.toml says 1.0.0: taken back (and 1 more).',
  );
});

it('says where to publish from', () => {
  const [problem] = due({ units: 'a 1.1.0', head: 'a 1.1.0', tags: 'a-v1.1.0@other' }).problems;
  expect(problem?.fix).toBe('git checkout a-v1.1.0 && npx nx-convoy publish');
});
