import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { convoy } from '../world/bin.ts';
import { tempFolder } from '../world/folder.ts';
import { history, planOf } from './history.ts';
import { planIn, reportIn } from './in-process.ts';

/** All of harbor was released; since then its core has a feature, its client a fix that somebody tried to smuggle signs into. */
const harbor = history(`
  copy harbor
  commit feat: begin
  tag harbor-cli@0.4.0 harbor-sdk@1.3.0 harbor-api@0.7.0 harbor-helm@0.7.0 @harbor/client@2.0.1
  commit feat: count tugs (#12) @ crates/core
  commit docs: more about tugs @ crates/core/README.md
  commit fix: <b>quotes</b> | of @captain \x1b[31m @ npm/client/index.js`);

const shown = (...args: readonly string[]): string => convoy(harbor, ['plan', ...args]).stdout;

/** What a change of the tool changes in every plan. */
const settled = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d{2}-\d{2}, by nx-convoy [^.]+(?:\.\d+)*/g, '<day>, by nx-convoy <version>')
    .replaceAll(/\b[0-9a-f]{10,12}\b/g, '<id>')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '<id>');

it.each([
  ['table.txt', []],
  ['plan.md', ['--format=markdown']],
  ['plan.html', ['--format=html']],
  ['plan.mmd', ['--format=mermaid']],
  ['plan.dot', ['--format=dot']],
  ['matrix.txt', ['--format=matrix']],
  ['matrix.gitlab.json', ['--format=matrix', '--matrix=gitlab']],
  ['matrix.json', ['--format=matrix', '--matrix=json']],
  ['explain.txt', ['--explain=harbor-core']],
  ['ci.env', ['--ci=dotenv']],
])('golden/%s is what plan %j says (CONVOY_UPDATE=1 writes it)', async (name, args) => {
  const file = join(root, 'e2e/plan/golden', name);
  const made = settled((await reportIn(harbor, args, (world) => ({ ...world, isColoured: false }))).text);
  if (process.env.CONVOY_UPDATE === '1') writeFileSync(file, made);
  expect(made).toBe(readFileSync(file, 'utf8'));
});

it.each([100, 60, 20])('a table for %i columns has no wider line above the problems', (columns) => {
  const script = `stty cols ${columns}; exec '${process.execPath}' '${join(root, 'packages/nx-convoy/dist/bin.js')}' plan`;
  const env = { ...process.env, NO_COLOR: '1' };
  const text = inTerminal(script, env);
  const lines = (text.split('Problems')[0] ?? '').split('\r\n');
  const rows = lines.filter((line) => line.startsWith('  '));
  expect(rows.length).toBeGreaterThan(8);
  expect(Math.max(...rows.map((line) => line.length))).toBeLessThanOrEqual(columns);
  if (columns >= 60) expect(text).toContain('cargo:harbor-python');
});

const escape = '\u001b[';

it.each<[string, boolean, Record<string, string>, boolean]>([
  ['a terminal', true, {}, true],
  ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['a terminal that is dumb', true, { TERM: 'dumb' }, false],
  ['a pipe', false, {}, false],
  ['a pipe with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
  ['a pipe of Nx, which forces colours, with NO_COLOR', false, { FORCE_COLOR: 'true', NO_COLOR: '1' }, false],
  ['a terminal with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
])('%s', (_, isTerminal, more, isColoured) => {
  const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, TERM: 'xterm', ...more };
  const bin = join(root, 'packages/nx-convoy/dist/bin.js');
  const text = isTerminal
    ? inTerminal(`'${process.execPath}' '${bin}' plan`, env)
    : convoy(harbor, ['plan'], { env }).stdout;
  expect(text).toContain('harbor-core');
  expect(text.includes(escape)).toBe(isColoured);
});

it('tells of hundreds of units on one screen', async () => {
  const crates = Array.from({ length: 300 }, (_, at) => `crate c${at} 1.0.0`).join('\n');
  const { text, value } = await reportIn(history(`${crates}\n commit feat: begin`));
  expect(value.units).toHaveLength(300);
  expect(text).toContain('300 units');
  expect(text).toMatch(/and 261 more +261 first/);
  expect(text.split('\n').length).toBeLessThan(70);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(400);
});

it('has no colour in a file, and never a sign from a message that moves the terminal', () => {
  const env = { ...process.env, FORCE_COLOR: '1' };
  const out = join(tempFolder(), 'plan.txt');
  convoy(harbor, ['plan', `--out=${out}`], { env });
  expect(readFileSync(out, 'utf8')).not.toContain(escape);
  expect(shown()).toContain('\\u001b[31m');
});

it.each<[string, readonly string[], number]>([
  ['something, asked for', ['--exit-code'], 2],
  ['something, not asked for', [], 0],
  ['nothing', ['--exit-code', '--since=HEAD'], 0],
  ['an error comes first', ['--exit-code', '--projects=nobody'], 1],
])('the exit code for %s', (_, args, code) => expect(convoy(harbor, ['plan', ...args]).code).toBe(code));

it('adds lines to the file in GITHUB_OUTPUT, and shows the plan all the same', () => {
  const file = join(tempFolder(), 'outputs');
  writeFileSync(file, 'before=1\n');
  const { stdout } = convoy(harbor, ['plan', '--ci=github'], { env: { ...process.env, GITHUB_OUTPUT: file } });
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const outputs = new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  expect([...outputs.keys()]).toEqual([
    'before',
    'release',
    'plan-id',
    'count',
    'projects',
    'units',
    'versions',
    'tags',
    'build',
    'test',
  ]);
  const plan = planOf(harbor);
  expect(outputs.get('release')).toBe('true');
  expect(outputs.get('plan-id')).toBe(plan.id);
  expect(JSON.parse(outputs.get('units') ?? '')).toEqual(plan.units.map(({ id }) => id));
  const listOf = (name: string) => JSON.parse(outputs.get(name) ?? '') as { readonly include: readonly object[] };
  const lists = { build: listOf('build'), test: listOf('test') };
  expect(JSON.parse(shown('--format=matrix'))).toMatchObject(lists);
  expect(lists.build.include.length).toBeGreaterThan(3);
  expect(stdout).toContain('harbor-core');
});

it('gives the lines themselves where no file waits for them', () => {
  const env = { ...process.env, GITHUB_OUTPUT: '' };
  expect(convoy(harbor, ['plan', '--ci=github'], { env }).stdout).toMatch(/^release=true\nplan-id=[0-9a-f]{64}\n/);
  expect(convoy(harbor, ['plan', '--ci=dotenv', '--since=HEAD'], { env }).stdout).toContain('CONVOY_RELEASE=false\n');
});

it.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['a unit', ['--projects=npm:@harbor/client'], ['npm:@harbor/client'], []],
  ['a project', ['--projects=@harbor/client'], ['npm:@harbor/client'], []],
  ['a pattern', ['--projects=@harbor/*'], ['npm:@harbor/client'], []],
  [
    'a unit whose group comes along',
    ['--projects=harbor-cli'],
    ['cargo:harbor-cli', 'cargo:harbor-core', 'cargo:harbor-python', 'docker:harbor/api', 'python:harbor'],
    [],
  ],
  ['a unit that needs another', ['--projects=harbor-sdk'], ['python:harbor-sdk'], ['UPSTREAM_UNRELEASED']],
  [
    'a chart that needs a chart that needs an image',
    ['--projects=helm:harbor'],
    ['helm:harbor'],
    ['UPSTREAM_UNRELEASED', 'UPSTREAM_UNRELEASED', 'UPSTREAM_UNRELEASED'],
  ],
  [
    'a group',
    ['--groups=Cargo.toml', '--projects=@harbor/client'],
    [
      'cargo:harbor-cli',
      'cargo:harbor-core',
      'cargo:harbor-python',
      'docker:harbor/api',
      'npm:@harbor/client',
      'python:harbor',
    ],
    [],
  ],
  ['nobody', ['--projects=nobody'], [], ['UNIT_UNKNOWN']],
  ['no group', ['--groups=nobody'], [], ['GROUP_UNKNOWN']],
  ['since the last commit', ['--since=HEAD~1'], ['npm:@harbor/client'], []],
  ['since nowhere', ['--since=--all', '--projects=@harbor/client'], ['npm:@harbor/client'], ['SINCE_UNKNOWN']],
])('plans %s', async (_, args, units, problems) => {
  const plan = await planIn(harbor, args);
  expect(plan.units.map(({ id }) => id)).toEqual(units);
  expect(plan.problems.map(({ code }) => code)).toEqual(problems);
});

it('says in one line what to take along', async () => {
  const { problems } = await planIn(harbor, ['--projects=harbor-sdk']);
  const [, projects = ''] = /(--projects=\S+)\.$/.exec(problems[0]?.fix ?? '') ?? [];
  expect((await planIn(harbor, [projects])).problems).toEqual([]);
});

it('edits nothing for what is not part of the plan, but what would break', async () => {
  const files = async (args: readonly string[]): Promise<readonly string[]> =>
    (await planIn(harbor, args)).edits.map(({ file, line }) => `${file}:${line}`);
  expect(await files(['--projects=@harbor/client'])).toEqual(['npm/client/package.json:3']);
  // The SDK requires the very version of the wheel: left alone, it could not be installed here.
  expect(await files(['--projects=harbor-cli'])).toEqual([
    'Cargo.toml:6',
    'Cargo.toml:12',
    'python/sdk/pyproject.toml:11',
  ]);
});

it.each<[string, readonly string[], string]>([
  ['a version for a unit', ['--specifier=npm:@harbor/client=3.0.0'], '3.0.0'],
  ['a level for a project', ['--specifier=@harbor/client=major'], '3.0.0'],
  ['a prerelease line', ['--preid=rc'], '2.0.2-rc.1'],
])('--specifier and --preid: %s', async (_, args, version) => {
  const unit = (await planIn(harbor, [...args, '--projects=@harbor/client'])).units.find(
    ({ name }) => name === '@harbor/client',
  );
  expect(unit?.version.to).toBe(version);
});

it('tells of a unit that is not part of the plan, and of a name that is nobody', async () => {
  const explained = async (word: string): Promise<string> =>
    (await reportIn(harbor, ['--since=HEAD', `--explain=${word}`])).text;
  expect(await explained('harbor-core')).toContain('cargo:harbor-core is not part of this plan');
  expect(await explained('nobody')).toContain('No unit is called nobody');
});

/** A real terminal of the given kind; what it shows, line ends as terminals have them. */
function inTerminal(script: string, env: NodeJS.ProcessEnv): string {
  return execFileSync('script', ['--quiet', '--return', '--command', script, '/dev/null'], {
    cwd: harbor,
    env,
    encoding: 'utf8',
  });
}
