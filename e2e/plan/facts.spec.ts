import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, convoy } from '../world/bin.ts';
import { tempFolder } from '../world/folder.ts';
import { history } from './history.ts';

const past = `
  crate a 1.0.0
  crate b 2.0.0
  commit chore: start @ a b
  tag a-v1.0.0 b-v2.0.0
  commit feat: wider @ a
  commit fix: näher @ b
  on topic
  commit feat!: other @ b/new.rs
  to main
  commit docs: words @ a/README.md
  merge topic
`;

const shelf = (folder: string): string => join(folder, '.git/nx-convoy/facts/top');
const packs = (folder: string): readonly string[] =>
  existsSync(shelf(folder)) ? readdirSync(shelf(folder)).sort() : [];
const plan = (folder: string): string => convoy(folder, ['plan', '--format=json']).stdout;

/** How often git was asked for commits. */
function asked(word: 'log' | 'rev-list', run: (env: NodeJS.ProcessEnv) => void): number {
  const trace = join(tempFolder(), 'trace');
  run({ ...process.env, GIT_TRACE2_EVENT: trace });
  const events = readFileSync(trace, 'utf8').trim().split('\n');
  return events.filter((line) => line.includes('"event":"start"') && line.includes(`"${word}"`)).length;
}

const anew = (folder: string): string => {
  rmSync(join(folder, '.git/nx-convoy'), { recursive: true, force: true });
  return plan(folder);
};

it('asks git of each commit once, and says the same', () => {
  const folder = history(past);
  let cold = '';
  let warm = '';
  const first = asked('log', (env) => (cold = convoy(folder, ['plan', '--format=json'], { env }).stdout));
  const second = asked('log', (env) => (warm = convoy(folder, ['plan', '--format=json'], { env }).stdout));
  expect([first, second]).toEqual([1, 0]);
  expect(warm).toBe(cold);
  expect(cold).toContain('näher');
});

it('asks git for what HEAD builds upon once, and then for what came since', () => {
  const folder = history(past);
  const git = (...args: readonly string[]): unknown => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  const lists = (): number => asked('rev-list', (env) => convoy(folder, ['plan', '--format=json'], { env }));
  expect([lists(), lists()]).toEqual([1, 0]);
  git('checkout', '-b', 'side', 'HEAD~2');
  git('commit', '--allow-empty', '--message', 'fix: aside');
  const aside = plan(folder);
  git('checkout', 'main');
  git('commit', '--allow-empty', '--message', 'fix: onwards');
  git('merge', '--no-edit', 'side');
  const merged = plan(folder);
  git('checkout', '--detach', 'HEAD~1');
  const older = plan(folder);
  expect(anew(folder)).toBe(older);
  git('checkout', 'main');
  expect([lists(), plan(folder)]).toEqual([1, merged]);
  expect(anew(folder)).toBe(merged);
  git('checkout', 'side');
  expect([plan(folder), anew(folder)]).toEqual([aside, aside]);
});

it('asks for all again where what it remembers is gone from the clone', () => {
  const folder = history(past);
  plan(folder);
  const git = (...args: readonly string[]): unknown => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('commit', '--amend', '--allow-empty', '--message', 'fix: instead');
  git('reflog', 'expire', '--expire=now', '--all');
  git('gc', '--prune=now');
  const warm = plan(folder);
  expect(warm).toBe(anew(folder));
});

it('puts what is learned later together with what is small', () => {
  const folder = history(past);
  plan(folder);
  for (const number of [1, 2, 3]) {
    execFileSync('git', ['commit', '--quiet', '--allow-empty', '--message', `fix: ${number}`], { cwd: folder });
    plan(folder);
  }
  expect(packs(folder)).toHaveLength(1);
  expect(plan(folder)).toBe(anew(folder));
});

it.each<[string, (file: string, bytes: Buffer) => void]>([
  ['torn', (file, bytes) => writeFileSync(file, bytes.subarray(0, bytes.length >> 1))],
  ['empty', (file) => writeFileSync(file, '')],
  // The message of a commit, changed where its length stays the same.
  [
    'altered',
    (file, bytes) => writeFileSync(file, bytes.toString('latin1').replace('feat: wider', 'feat!:wider'), 'latin1'),
  ],
  [
    'a folder',
    (file) => {
      rmSync(file);
      mkdirSync(file);
    },
  ],
])('looks away from a pack that is %s', (_, damage) => {
  const folder = history(past);
  const before = plan(folder);
  const [name = ''] = packs(folder);
  const file = join(shelf(folder), name);
  damage(file, readFileSync(file));
  expect(plan(folder)).toBe(before);
  const ancestry = join(folder, '.git/nx-convoy/ancestry');
  const [kept = ''] = readdirSync(ancestry);
  damage(join(ancestry, kept), readFileSync(join(ancestry, kept)));
  expect(plan(folder)).toBe(before);
});

it('looks away from a whole file that is no pack', () => {
  const folder = history(past);
  const before = plan(folder);
  const words = 'whole, and named by what it holds, but of another program';
  const name = `${createHash('sha256').update(words).digest('hex')}.pack`;
  for (const one of [shelf(folder), join(folder, '.git/nx-convoy/ancestry')]) writeFileSync(join(one, name), words);
  writeFileSync(join(shelf(folder), 'README'), 'notes of a curious person');
  expect(plan(folder)).toBe(before);
});

it('works where nothing can be kept', () => {
  const folder = history(past);
  const before = anew(folder);
  rmSync(join(folder, '.git/nx-convoy'), { recursive: true });
  writeFileSync(join(folder, '.git/nx-convoy'), 'in the way');
  expect(plan(folder)).toBe(before);
});

it('is right after history was rewritten', () => {
  const folder = history(past);
  plan(folder);
  const env = { ...process.env, GIT_SEQUENCE_EDITOR: 'true' };
  execFileSync('git', ['rebase', '--quiet', '--force-rebase', 'a-v1.0.0'], { cwd: folder, env, stdio: 'ignore' });
  execFileSync('git', ['commit', '--quiet', '--amend', '--message', 'fix!: another word'], { cwd: folder });
  const warm = plan(folder);
  expect(warm).toContain('another word');
  expect(warm).toBe(anew(folder));
});

it('is right when several begin at once', async () => {
  const folder = history(past);
  const answers = await Promise.all([1, 2, 3, 4].map(() => planBeside(folder)));
  expect(new Set(answers).size).toBe(1);
  expect(packs(folder).every((name) => name.endsWith('.pack'))).toBe(true);
  expect(plan(folder)).toBe(answers[0]);
});

it('keeps nothing of a shallow clone, where the last commit seems to add every file', () => {
  const whole = history(past);
  const shallow = join(tempFolder(), 'shallow');
  execFileSync('git', ['clone', '--quiet', '--depth=2', `file://${whole}`, shallow]);
  plan(shallow);
  expect(existsSync(join(shallow, '.git/nx-convoy'))).toBe(false);
});

it('keeps the paths of each workspace by themselves', () => {
  const folder = history(`
    write one/convoy.json {}
    crate one/a 1.0.0
    crate b 1.0.0
    commit chore: start @ one/a b
    tag a-v1.0.0 b-v1.0.0
    commit fix: in a @ one/a
  `);
  const [top, below] = [plan(folder), plan(join(folder, 'one'))];
  expect(readdirSync(join(folder, '.git/nx-convoy/facts'))).toHaveLength(2);
  expect([plan(folder), plan(join(folder, 'one'))]).toEqual([top, below]);
});

function planBeside(folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const child = spawn(process.execPath, [bin, 'plan', '--format=json'], { cwd: folder });
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', () => resolve(said));
  });
}
