import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin, convoy, packageFolder } from '../world/bin.ts';
import { tempFolder } from '../world/folder.ts';
import { history } from '../plan/history.ts';

/** Every module that Node loads for the bin. */
function loadedBy(verb: string, folder: string): readonly string[] {
  const notes = tempFolder();
  const [hook, list] = [join(notes, 'hook.mjs'), join(notes, 'list.txt')];
  const tell = `import { appendFileSync } from 'node:fs';
export const load = (url, context, next) => (appendFileSync(${JSON.stringify(list)}, url + '\\n'), next(url, context));`;
  writeFileSync(
    hook,
    `import { register } from 'node:module';\nregister(${JSON.stringify(`data:text/javascript,${encodeURIComponent(tell)}`)});\n`,
  );
  convoy(folder, [verb, '--format=json'], { env: { ...process.env, NODE_OPTIONS: `--import=${hook}` } });
  return readFileSync(list, 'utf8')
    .split('\n')
    .filter((url) => url.startsWith('file:'))
    .map((url) => fileURLToPath(url));
}

const workspace = (): string =>
  history(`
    crate a 1.0.0
    commit chore: start @ a
    tag a-v1.0.0
    commit fix: x @ a
  `);

/** The package by itself, where nothing has run yet. */
function freshHouse(): string {
  const house = tempFolder();
  for (const part of ['dist', 'package.json'])
    cpSync(join(packageFolder, part), join(house, part), { recursive: true });
  rmSync(join(house, 'dist/compiled'), { recursive: true, force: true });
  return house;
}

const compiledIn = (house: string): string => {
  const folder = join(house, 'dist/compiled');
  return join(folder, readdirSync(folder)[0] ?? '');
};

/** Words that stand in a library's code and nowhere else in ours. What is compiled holds the words of what has run. */
const late = { globby: 'expandDirectories', 'conventional-changelog': 'registerPartial' };
const absent = {
  execa: 'shortMessage',
  'toml-eslint-parser': 'TOMLInlineTable',
  'fifty languages': 'Ongeldige invoer',
};

describe.each(['graph', 'plan'])('%s starts', (verb) => {
  const folder = workspace();
  const house = freshHouse();
  const first = convoy(folder, [verb, '--format=json'], { house });

  const holds = (file: string, word: string): boolean => readFileSync(file, 'latin1').includes(word);
  const engine = join(house, 'dist', readdirSync(join(house, 'dist')).find((name) => name.startsWith('engine-')) ?? '');

  it('with one module and one script of few bytes', () => {
    expect(loadedBy(verb, folder)).toEqual([bin]);
    // All verbs, with the registries that a rehearsal starts: it is read at every start, and compiled only where it runs.
    expect(statSync(engine).size).toBeLessThan(3_500_000);
  });

  it.each(Object.entries(late))('without running %s', (_, word) => {
    expect(holds(engine, word)).toBe(true);
    expect(holds(compiledIn(house), word)).toBe(false);
  });

  it.each(Object.entries(absent))('without %s', (_, word) => {
    expect(holds(engine, word)).toBe(false);
  });

  it('with the code that the last start compiled', () => {
    const before = statSync(compiledIn(house)).mtimeMs;
    expect(convoy(folder, [verb, '--format=json'], { house })).toEqual(first);
    expect(statSync(compiledIn(house)).mtimeMs).toBe(before);
  });

  it.each([
    ['torn', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['altered', (bytes: Buffer) => bytes.fill(0, bytes.length / 2, bytes.length / 2 + 100)],
    ['empty', () => Buffer.alloc(0)],
  ])('although that code is %s, and mends it', (_, damage) => {
    const file = compiledIn(house);
    const whole = readFileSync(file);
    writeFileSync(file, damage(Buffer.from(whole)));
    expect(convoy(folder, [verb, '--format=json'], { house })).toEqual(first);
    expect(readFileSync(file).length).toBeGreaterThan(whole.length / 2);
  });

  it('although nothing can be kept', () => {
    const other = freshHouse();
    writeFileSync(join(other, 'dist/compiled'), 'a file where a folder would have to be');
    expect(convoy(folder, [verb, '--format=json'], { house: other })).toEqual(first);
  });

  it('and keeps nothing where Node is told so, nor for a word that is no verb', () => {
    const other = freshHouse();
    convoy(folder, [verb], { house: other, env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' } });
    convoy(folder, ['nothing-of-ours'], { house: other });
    expect(readdirSync(join(other, 'dist'))).not.toContain('compiled');
  });
});
