import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installNx } from '../../e2e/world/nx.ts';
import { makeHistory, type Made, type Shape } from './history/make.ts';
import { truth } from './history/truth.ts';
import type { BenchUnit } from './history/units.ts';

const quiet = { neverConnectToCloud: true, analytics: false };
const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The same shape of npm packages alone, with what each peer wants to be told: none of them releases anything else. */
export async function npmTwin(folder: string, shape: Shape): Promise<Made> {
  const release = {
    projects: ['packages/*'],
    projectsRelationship: 'independent',
    version: { conventionalCommits: true },
    releaseTag: { pattern: '{projectName}@{version}' },
  };
  return makeHistory(folder, { ...shape, kinds: ['package'] }, () => [
    ['nx.json', json({ ...quiet, release })],
    ['lerna.json', json({ version: 'independent', npmClient: 'npm', packages: ['packages/*'] })],
  ]);
}

/** Nobody's commits become change files by themselves: one is written for every unit that its commits release. */
export function writeChangesets(folder: string, { units, commits }: Made): void {
  const config = { changelog: false, commit: false, fixed: [], linked: [], access: 'restricted', baseBranch: 'main' };
  place(join(folder, '.changeset/config.json'), json({ ...config, updateInternalDependencies: 'patch', ignore: [] }));
  truth(units, commits).forEach(({ own }, at) => {
    if (own === 'none') return;
    place(
      join(folder, `.changeset/change-${at}.md`),
      `---\n"${units[at]?.name ?? ''}": ${own}\n---\n\nChange ${at}.\n`,
    );
  });
  execFileSync('git', ['add', '.changeset'], { cwd: folder });
  execFileSync(
    'git',
    ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', 'commit', '--quiet', '-m', 'chore: change files'],
    { cwd: folder },
  );
}

export function linkModules(folder: string, modules: string): void {
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  symlinkSync(modules, join(folder, 'node_modules'));
}

/** All kinds, with Nx, this plugin, and a target whose executor does nothing. */
export async function nxWorkspace(folder: string, shape: Shape): Promise<readonly BenchUnit[]> {
  const { units } = await makeHistory(folder, shape, () => [
    ['nx.json', json({ ...quiet, plugins: ['nx-convoy'] })],
    ['project.json', json({ name: 'bench', targets: { empty: { executor: 'bench-empty:empty' } } })],
  ]);
  installNx(folder);
  const home = join(folder, 'node_modules/bench-empty');
  place(join(home, 'package.json'), json({ name: 'bench-empty', version: '1.0.0', executors: './executors.json' }));
  const empty = { implementation: './empty.cjs', schema: './schema.json' };
  place(join(home, 'executors.json'), json({ executors: { empty } }));
  place(join(home, 'schema.json'), json({ type: 'object', properties: {} }));
  place(join(home, 'empty.cjs'), 'module.exports.default = async () => ({ success: true });\n');
  return units;
}

function place(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
