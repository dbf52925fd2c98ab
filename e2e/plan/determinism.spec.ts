import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Plan } from '../../packages/nx-convoy/src/model/plan.ts';
import type { World } from '../../packages/nx-convoy/src/model/world.ts';
import { readPlan } from '../../packages/nx-convoy/src/planning/written/read-plan.ts';
import { root } from '../../tools/root.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { convoy } from '../world/bin.ts';
import { tempFolder } from '../world/folder.ts';
import { history, planOf, type Options } from './history.ts';
import { planIn } from './in-process.ts';

/** Merges, reverts, renames, tags of several kinds, letters of several kinds. */
const words = `
  copy harbor
  commit feat: begin
  tag harbor-cli@0.4.0 harbor-sdk@1.3.0 harbor-api@0.7.0
  note @harbor/client@2.0.1
  on topic
  commit feat: count tugs @ crates/core
  commit fix: caf\\xc3\\xa9 \\xe9 @ npm/client/index.js
  to main
  commit perf: faster @ python/sdk/src/é.py crates/core/a\\nb.rs
  merge topic
  commit fix: wrong @ charts/api/values.yaml
  git revert --no-edit HEAD
  git mv crates/cli crates/command
  commit chore: move`;

const here = history(words);
const plan = planOf(here);

/** All but the day, the branch's name, and what holds for one clone alone. */
const settled = ({ base, ...rest }: Plan): string =>
  JSON.stringify({ ...rest, date: '', checks: [], base: { ...base, branch: '' } });

it('is a plan worth comparing', () => {
  expect(plan.id).toMatch(/^[0-9a-f]{64}$/);
  expect(plan.units.length).toBeGreaterThan(7);
  expect(plan.problems.map(({ severity }) => severity)).not.toContain('error');
});

const configFile = (text: string): string => {
  const file = join(tempFolder(), 'gitconfig');
  writeFileSync(file, text);
  return file;
};

/** Settings that change what git prints, signs, sorts or asks, and one for each question that is asked of it. */
const ownSettings = `
[user]
  name = Somebody Else
[core]
  quotepath = true
  abbrev = 4
  pager = false
  fsmonitor = false
  autocrlf = input
[log]
  showSignature = true
  follow = true
  date = relative
  decorate = full
  showRoot = false
  mailmap = false
  diffMerges = first-parent
[diff]
  renames = copies
  noprefix = true
  relative = true
  ignoreSubmodules = all
  orderFile = ${configFile('*.yaml\\n*.rs\\n')}
[status]
  showUntrackedFiles = no
  relativePaths = true
  short = true
  branch = true
[color]
  ui = always
[commit]
  gpgSign = true
[tag]
  sort = -version:refname
  gpgSign = true
[i18n]
  logOutputEncoding = ISO-8859-1
[format]
  pretty = oneline
[alias]
  log = log --reverse
  rev-list = rev-list --reverse
`;

const environments: readonly (readonly [string, Options])[] = [
  ['another time zone', { env: { ...process.env, TZ: 'Pacific/Kiritimati' } }],
  ['another language', { env: { ...process.env, LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', LANGUAGE: 'tr' } }],
  ['no language', { env: { ...process.env, LC_ALL: 'C', LANG: 'C' } }],
  ['git settings of its own', { env: { ...process.env, GIT_CONFIG_GLOBAL: configFile(ownSettings) } }],
  [
    'a mailmap of its own',
    {
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: configFile(
          `[mailmap]\n  file = ${configFile('Nobody <no@example.com> <ann@example.com>\n')}\n`,
        ),
      },
    },
  ],
  ['a home of its own', { env: { PATH: process.env.PATH, HOME: tempFolder() } }],
];

/** What an earlier run kept of the commits: without it, git is asked for everything. */
const forget = (folder: string): void => rmSync(join(folder, '.git/nx-convoy'), { recursive: true, force: true });

it.each(environments)('%s gives the same bytes', (_, options) => {
  forget(here);
  expect(settled(planOf(here, [], options))).toBe(settled(plan));
});

it('a second run, which has kept what the first one read, gives the same bytes', () => {
  forget(here);
  expect(settled(planOf(here))).toBe(settled(plan));
  expect(existsSync(join(here, '.git/nx-convoy'))).toBe(true);
  expect(settled(planOf(here))).toBe(settled(plan));
});

it('another umask gives the same bytes', async () => {
  const before = process.umask(0o077);
  try {
    expect(settled(await planIn(history(words)))).toBe(settled(plan));
  } finally {
    process.umask(before);
  }
});

it('another folder, another clone and another branch give the same bytes', async () => {
  const other = await planIn(history(`${words} \n clone \n on release/next`));
  expect(other.base.branch).toBe('release/next');
  expect(settled(other)).toBe(settled(plan));
  expect(settled(await planIn(history(`${words} \n worktree HEAD`)))).toBe(settled(plan));
});

it('any folder of the workspace gives the same bytes', () => {
  expect(settled(planOf(join(here, 'npm/client')))).toBe(settled(plan));
});

/** The same answers in other pieces and another order. */
const shuffled =
  (seed: number) =>
  (world: World): World => ({
    ...world,
    async snapshot() {
      const repo = await world.snapshot();
      const rank = (file: string): string => createHash('sha256').update(`${seed}${file}`).digest('hex');
      return { ...repo, files: [...repo.files].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)) };
    },
    git: (args, tell, input) =>
      world.git(
        args,
        (text) => {
          for (let at = 0; at < text.length; at += seed) tell(text.slice(at, at + seed));
        },
        input,
      ),
  });

it.each([1, 7, 1000])('files in another order, and answers in pieces of %i, give the same bytes', async (seed) => {
  forget(here);
  const other = await planIn(here, [], shuffled(seed));
  expect(settled(other)).toBe(settled(plan));
});

it('another day changes the date, and nothing else', async () => {
  const later = await planIn(here, [], (world) => ({ ...world, today: () => '2031-01-01' }));
  expect(later.date).toBe('2031-01-01');
  expect(later.id).toBe(plan.id);
});

it.each<[string, readonly string[]]>([
  ['an option', ['--preid=rc']],
  ['a part', ['--projects=@harbor/client']],
])('%s that changes the plan changes its id', async (_, args) =>
  expect((await planIn(here, args)).id).not.toBe(plan.id),
);

it('how it is shown does not change its id', async () => {
  expect((await planIn(here, ['--exit-code', '--format=dot'])).id).toBe(plan.id);
});

it('what was saved is read again, and fits the schema that is published', () => {
  const { stdout } = convoy(here, ['plan', '--format=json']);
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const read = readPlan(stdout, 'plan.json', hash);
  expect(read).toMatchObject({ ok: true, value: { id: plan.id } });
  const schema = JSON.parse(readFileSync(join(root, 'packages/nx-convoy/schemas/plan-1.json'), 'utf8')) as Parameters<
    typeof z.fromJSONSchema
  >[0];
  expect(z.fromJSONSchema(schema).safeParse(JSON.parse(stdout)).error).toBeUndefined();
});

describe.each(['node@22', 'node@24'] as const)('%s', (line) => {
  describeWith(line, ({ path }) => {
    it('gives the same bytes', () => {
      forget(here);
      expect(settled(planOf(here, [], { node: path }))).toBe(settled(plan));
    });
  });
});
