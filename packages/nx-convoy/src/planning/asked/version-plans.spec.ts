import { noConfig, type Config, type ReleaseConfig } from '../../model/config.ts';
import { ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { Group } from '../groups/groups.ts';
import { withLevelRequests, type LevelRequest } from './requests.ts';
import { readVersionPlans, splitPlans, usedUp } from './version-plans.ts';

const unit = (name: string): Unit => ({
  id: `cargo:${name}`,
  key: name,
  name,
  ecosystem: 'cargo',
  project: `the-${name}`,
  root: name,
  manifest: `${name}/Cargo.toml`,
  version: '1.0.0',
  private: false,
  registries: [],
});
const units = [unit('core'), unit('cli'), unit('app')];
const repoOf = (files: Readonly<Record<string, string>>): Snapshot => ({
  files: Object.keys(files).sort(),
  text: (path) => (files[path] === undefined ? undefined : ok(files[path])),
});
const released = (release: Partial<ReleaseConfig>): Config => ({
  ...noConfig,
  release: { versionPlans: true, ...release, raw: {} },
});
const independent = released({ projects: ['*'], projectsRelationship: 'independent' });
const file = '.nx/version-plans/one.md';
const read = (text: string, config: Config = independent): ReturnType<typeof readVersionPlans> =>
  readVersionPlans(repoOf({ [file]: text }), units, config);
const asked = (text: string, config?: Config): readonly string[] =>
  read(text, config).requests.map(
    ({ units: ids, level, isPrerelease }) => `${ids.join('+')} ${isPrerelease ? 'pre' : ''}${level}`,
  );
const plan = (...lines: readonly string[]): string => `---\n${lines.join('\n')}\n---\n\nMore of it.\n\nIn detail.\n`;
const told = (text: string, config?: Config): readonly string[] =>
  read(text, config).problems.map(
    ({ code, where, fix }) => `${code} ${where?.file.split('/').at(-1) ?? ''}:${where?.line ?? ''} ${fix}`,
  );

it.each([
  ['a project', 'the-core: minor', ['cargo:core minor']],
  ['a unit', 'cargo:core: patch', ['cargo:core patch']],
  ['quoted', '"the-core": "major"', ['cargo:core major']],
  [
    'words for commits',
    'the-core: feat!\nthe-cli: feat\nthe-app: fix',
    ['cargo:core major', 'cargo:cli minor', 'cargo:app patch'],
  ],
  ['prereleases', 'the-core: preminor\nthe-cli: prerelease', ['cargo:core preminor', 'cargo:cli prepatch']],
  ['nothing', '', []],
])('reads levels: %s', (_, lines, expected) => {
  expect(asked(plan(lines))).toEqual(expected);
  expect(told(plan(lines))).toEqual([]);
});

it('raises a fixed group by its name, by a project of it and, without groups, by the name of all', () => {
  const groups = { tools: { projects: ['the-core', 'the-cli'] }, apps: { projects: ['the-app'] } };
  expect(asked(plan('tools: minor', 'the-app: patch'), released({ groups }))).toEqual([
    'cargo:core+cargo:cli minor',
    'cargo:app patch',
  ]);
  expect(asked(plan('__default__: major'), released({ projects: ['*'] }))).toEqual([
    'cargo:core+cargo:cli+cargo:app major',
  ]);
});

it('takes files with a byte order mark, with Windows lines, and only of that folder', () => {
  expect(asked('\uFEFF---\r\nthe-core: minor\r\n---\r\nText.\r\n')).toEqual(['cargo:core minor']);
  const repo = repoOf({ '.nx/version-plans/old/two.md': plan('nobody: minor'), '.nx/notes.md': 'x' });
  expect(readVersionPlans(repo, units, independent)).toEqual({ plans: [], requests: [], problems: [] });
});

it('says what was written, and where', () =>
  expect(read(plan('the-core: feat')).requests[0]).toMatchObject({
    request: 'feat',
    text: 'More of it. (.nx/version-plans/one.md)',
  }));

const groups = { tools: { projects: ['the-core', 'the-cli'], projectsRelationship: 'independent' as const } };
it.each([
  [
    'a name that nobody has',
    plan('the-core: minor', 'the-cor: minor'),
    independent,
    'VERSION_PLAN_UNKNOWN one.md:3 Write "the-core".',
  ],
  ['a level that is none', plan('the-core: huge'), independent, 'VERSION_PLAN_LEVEL one.md:2 Write major,'],
  ['a level that is a list', plan('the-core: [minor]'), independent, 'VERSION_PLAN_LEVEL one.md:2 Write major,'],
  ['a word of every object', plan('the-core: constructor'), independent, 'VERSION_PLAN_LEVEL one.md:2 Write major,'],
  ['no levels at all', 'Text.\n', independent, 'VERSION_PLAN_UNREADABLE one.md:1 '],
  ['an end that is missing', '---\nthe-core: minor\n', independent, 'VERSION_PLAN_UNREADABLE one.md:1 '],
  ['what is no YAML', plan('the-core: minor', 'a: ['), independent, 'YAML_INVALID one.md:'],
  ['no text', '---\nthe-core: minor\n---\n', independent, 'VERSION_PLAN_SILENT one.md: Write a sentence'],
  [
    'an independent group',
    plan('tools: minor'),
    released({ groups }),
    'VERSION_PLAN_REFUSED one.md:2 Name the projects: the-core, the-cli.',
  ],
  [
    'a project outside of the release',
    plan('the-app: minor'),
    released({ groups }),
    'VERSION_PLAN_REFUSED one.md:2 Add it to',
  ],
  [
    'a group without version plans',
    plan('the-core: minor'),
    released({ groups: { tools: { ...groups.tools, versionPlans: false }, apps: { projects: ['the-app'] } } }),
    'VERSION_PLAN_REFUSED one.md:2 Set "versionPlans": true',
  ],
])('tells of %s', (_, text, config, problem) => {
  const problems = told(text, config);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(problem);
});

it('counts the other lines of a plan that is wrong in one', () =>
  expect(asked(plan('the-cor: minor', 'the-cli: minor'))).toEqual(['cargo:cli minor']));

it('warns of plans that nobody asked for', () => {
  const { problems, requests, plans } = read(plan('the-core: minor'), released({ versionPlans: false }));
  expect([requests, plans]).toEqual([[], []]);
  expect(problems).toMatchObject([{ code: 'VERSION_PLAN_REFUSED', severity: 'warning' }]);
});

it('uses up plans whose units are all released, and tells of those that are released in part', () => {
  const { plans } = read(plan('the-core: minor', 'the-cli: patch'));
  const of = (...ids: readonly string[]): Parameters<typeof usedUp>[1] =>
    ({ released: [{ units: ids.map((id) => ({ id })) }] }) as unknown as Parameters<typeof usedUp>[1];
  expect(usedUp(plans, of('cargo:core', 'cargo:cli', 'cargo:app'))).toEqual([file]);
  expect(splitPlans(plans, of('cargo:core', 'cargo:cli'))).toEqual([]);
  expect(usedUp(plans, of('cargo:core'))).toEqual([]);
  expect(splitPlans(plans, of('cargo:core'))).toMatchObject([{ code: 'VERSION_PLAN_SPLIT' }]);
  expect([usedUp(plans, of()), splitPlans(plans, of())]).toEqual([[], []]);
});

describe('with what the commits ask for', () => {
  const group: Group = { name: 'g', units, isFixed: true, because: '', isConfigured: true };
  const request = (level: LevelRequest['level'], isPrerelease = false): LevelRequest => ({
    units: ['cargo:cli'],
    level,
    isPrerelease,
    request: level,
    text: `${level} please`,
  });
  const commits = { level: 'minor' as const, because: [{ commit: 'c', text: 'feat: x' }], isNew: false };
  it.each([
    ['the higher of both wins', [request('patch')], 'minor'],
    ['also from the file', [request('patch'), request('major')], 'major'],
  ])('%s', (_, requests, level) => {
    const joined = withLevelRequests(commits, requests, group);
    expect(joined).toMatchObject({ level, isNew: true });
    expect(joined.because).toHaveLength(requests.length + 1);
  });
  it('one stable request outweighs those for a prerelease', () => {
    const both = [request('major', true), request('patch')];
    expect(withLevelRequests(commits, both, group)).toMatchObject({ asksPrerelease: false });
    expect(withLevelRequests(commits, [request('major', true)], group)).toMatchObject({ asksPrerelease: true });
  });
  it('others are left alone', () =>
    expect(withLevelRequests(commits, [{ ...request('major'), units: ['cargo:zoo'] }], group)).toBe(commits));
});
