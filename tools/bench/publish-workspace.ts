import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** npm packages in chains of ten, released by a tag: the cheapest units that a registry takes, so that what is ours shows most. */
export function makeReleased(folder: string, count: number, registry: string): void {
  const options = { registries: { npm: registry } };
  const files: [string, string][] = [
    ['.gitignore', 'node_modules\n.nx\n'],
    ['nx.json', json({ plugins: [{ plugin: 'nx-convoy', options }], neverConnectToCloud: true, analytics: false })],
    ['package.json', json({ name: 'bench', private: true, workspaces: ['u*'] })],
    ['project.json', json({ name: 'bench', targets: { empty: { executor: 'bench-empty:empty' } } })],
  ];
  for (let at = 0; at < count; at++) {
    const dependencies = at % 10 === 0 ? {} : { [`bench-u${at - 1}`]: '1.0.0' };
    const named = { name: `bench-u${at}`, version: '1.0.0', license: 'MIT', files: ['index.js'], dependencies };
    files.push([`u${at}/package.json`, json(named)], [`u${at}/index.js`, `module.exports = ${at};\n`]);
    files.push([
      `u${at}/project.json`,
      json({ name: `u${at}`, targets: { empty: { executor: 'bench-empty:empty' } } }),
    ]);
  }
  for (const [path, text] of files) place(join(folder, path), text);
  const git = (...args: readonly string[]): void => void execFileSync('git', ['-C', folder, ...args]);
  git('init', '--quiet');
  git('add', '--all');
  git('-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', 'commit', '--quiet', '-m', 'feat: begin');
  git('tag', 'v1.0.0');
}

/** An executor that does nothing, in one batch: what Nx takes by itself for as many tasks. */
export function addEmptyBatch(modules: string): void {
  const home = join(modules, 'bench-empty');
  const empty = {
    ...{
      implementation: './empty.cjs',
      batchImplementation: './batch.cjs',
      preferBatch: true,
      schema: './schema.json',
    },
  };
  place(join(home, 'package.json'), json({ name: 'bench-empty', version: '1.0.0', executors: './executors.json' }));
  place(join(home, 'executors.json'), json({ executors: { empty } }));
  place(join(home, 'schema.json'), json({ type: 'object', properties: {} }));
  place(join(home, 'empty.cjs'), 'module.exports.default = async () => ({ success: true });\n');
  place(
    join(home, 'batch.cjs'),
    'module.exports.default = async ({ tasks }) => Object.fromEntries(Object.keys(tasks).map((id) => [id, { success: true, terminalOutput: "" }]));\n',
  );
}

function place(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
