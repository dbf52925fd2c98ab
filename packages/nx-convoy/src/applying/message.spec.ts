import { execFileSync } from 'node:child_process';
import type { Plan, PlannedUnit } from '../model/plan.ts';
import { commitMessage, splitWords, tagMessage } from './message.ts';
import { readTrailers } from './trailers.ts';

const unit = (name: string, to: string, group?: string): PlannedUnit => ({
  id: `cargo:${name}`,
  project: name,
  ecosystem: 'cargo',
  name,
  root: name,
  manifest: `${name}/Cargo.toml`,
  private: false,
  registries: [],
  ...(group === undefined ? {} : { group }),
  version: { from: '0.1.0', to, bump: 'minor', spelling: to },
  because: [],
});

const planOf = (...units: readonly PlannedUnit[]): Plan => ({
  schema: 1,
  id: 'f'.repeat(64),
  date: '2026-11-20',
  tool: '1.2.3',
  options: { specifier: ['a: b=minor', '#x'], firstRelease: false },
  config: 'c'.repeat(64),
  base: { commit: 'b'.repeat(40), tags: [], branch: 'main' },
  units,
  edges: [],
  waves: [],
  edits: [],
  changelogs: [],
  notes: [],
  tags: [],
  gates: [],
  assets: [],
  problems: [],
});

const subject = (plan: Plan, template?: string): string => commitMessage(plan, template).split('\n')[0] ?? '';
const [a, b] = [unit('a', '1.0.0', 'all'), unit('b', '1.0.0', 'all')];

it.each<[string, Plan, string | undefined, string]>([
  ['one unit', planOf(a), undefined, 'chore(release): a 1.0.0'],
  ['one version', planOf(a, b), undefined, 'chore(release): 1.0.0'],
  ['several versions', planOf(a, unit('c', '2.0.0')), undefined, 'chore(release): a 1.0.0, c 2.0.0'],
  [
    'more than a line',
    planOf(...Array.from({ length: 30 }, (_, at) => unit(`unit-${at}`, `1.0.${at}`))),
    undefined,
    'chore(release): 30 units',
  ],
  ["Nx's version", planOf(a, b), 'release {version}', 'release 1.0.0'],
  ['versions that differ', planOf(a, unit('c', '2.0.0')), 'release {version}', 'release'],
  ['a project', planOf(a), '{projectName}@{version}', 'a@1.0.0'],
  ['a group', planOf(a, b), '{releaseGroupName} {version}', 'all 1.0.0'],
])('the subject for %s', (_, plan, template, expected) => expect(subject(plan, template)).toBe(expected));

it('git and we read the same trailers, whatever the options hold', () => {
  const message = commitMessage(planOf(a, unit('with space', '2.0.0')), 'ship\n\nSome words: with a colon.');
  const read = execFileSync('git', ['interpret-trailers', '--parse'], { input: message, encoding: 'utf8' });
  expect(read.trimEnd().split('\n')).toHaveLength(7);
  expect(readTrailers(message)).toEqual(readTrailers(read));
  expect(readTrailers(message)).toEqual({
    plan: 'f'.repeat(64),
    date: '2026-11-20',
    base: 'b'.repeat(40),
    options: { specifier: ['a: b=minor', '#x'], firstRelease: false },
    version: '1.2.3',
    units: [
      { id: 'cargo:a', version: '1.0.0' },
      { id: 'cargo:with space', version: '2.0.0' },
    ],
  });
});

it.each([
  ['none', 'feat: x\n'],
  ['some of them', 'x\n\nConvoy-Plan: 1\nConvoy-Unit: cargo:a 1.0.0\n'],
  ['a base that git would take for an option', commitMessage(planOf(a), undefined).replace(/b{40}/, '--output=x')],
  ['a version that npx would take for a path', commitMessage(planOf(a), undefined).replace('1.2.3', '../x')],
  ['options that are no JSON', commitMessage(planOf(a), undefined).replace('{', '')],
])('no release: %s', (_, message) => expect(readTrailers(message)).toBeUndefined());

it('a tag speaks of its own units', () => {
  const tag = { name: 'a-v1.0.0', units: ['cargo:a'], message: 'a 1.0.0' };
  const plan = planOf(a, unit('c', '2.0.0'));
  expect(tagMessage(tag, plan, undefined)).toBe('a 1.0.0');
  expect(tagMessage(tag, plan, '')).toBe('a 1.0.0');
  expect(tagMessage(tag, plan, 'v{version} {projectName}')).toBe('v1.0.0 a');
});

it.each<[string | readonly string[] | undefined, readonly string[]]>([
  [undefined, []],
  ['', []],
  [
    ['--a b', 'c'],
    ['--a b', 'c'],
  ],
  ['--no-verify  -q', ['--no-verify', '-q']],
  ['--author="A B <a@b>"', ['--author=A B <a@b>']],
  [`-m 'it''s $HOME' \\"x`, ['-m', 'its $HOME', '"x']],
  ['"a \\" b" \'\' ""', ['a " b', '', '']],
  ['a;b|c `d` $(e)', ['a;b|c', '`d`', '$(e)']],
])('cuts %j into words', (text, words) => expect(splitWords(text)).toEqual(words));
