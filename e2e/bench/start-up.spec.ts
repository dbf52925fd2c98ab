import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin, convoy } from '../world/bin.ts';
import { tempFolder } from '../world/folder.ts';
import { history } from '../plan/history.ts';

interface Loaded {
  readonly modules: readonly string[];
  readonly bytes: number;
}

/** Every module that the bin loads, our own and those that are bundled with them. */
function loadedBy(verb: string, folder: string): Loaded {
  const notes = tempFolder();
  const [hook, list] = [join(notes, 'hook.mjs'), join(notes, 'list.txt')];
  const tell = `import { appendFileSync } from 'node:fs';
export const load = (url, context, next) => (appendFileSync(${JSON.stringify(list)}, url + '\\n'), next(url, context));`;
  writeFileSync(
    hook,
    `import { register } from 'node:module';\nregister(${JSON.stringify(`data:text/javascript,${encodeURIComponent(tell)}`)});\n`,
  );
  convoy(folder, [verb, '--format=json'], { env: { ...process.env, NODE_OPTIONS: `--import=${hook}` } });
  const modules = readFileSync(list, 'utf8')
    .split('\n')
    .filter((url) => url.startsWith('file:'))
    .map((url) => fileURLToPath(url));
  return { modules, bytes: modules.reduce((sum, file) => sum + statSync(file).size, 0) };
}

const workspace = (): string =>
  history(`
    crate a 1.0.0
    commit chore: start @ a
    tag a-v1.0.0
    commit fix: x @ a
  `);

/** A word that stands in the library's code and nowhere else in ours. */
const heavy = {
  globby: 'expandDirectories',
  execa: 'shortMessage',
  'conventional-changelog': 'registerPartial',
  'toml-eslint-parser': 'TOMLInlineTable',
  'zod in fifty languages': 'Ongeldige invoer',
};

describe.each([
  ['graph', 24, 950_000],
  ['plan', 36, 1_150_000],
])('%s starts', (verb, mostModules, mostBytes) => {
  const { modules, bytes } = loadedBy(verb, workspace());

  it('with few modules, of few bytes', () => {
    expect(modules).toContain(bin);
    expect(modules.length).toBeLessThanOrEqual(mostModules);
    expect(bytes).toBeLessThanOrEqual(mostBytes);
  });

  it.each(Object.entries(heavy))('without %s', (_, word) => {
    expect(modules.filter((file) => readFileSync(file, 'utf8').includes(word))).toEqual([]);
  });
});
