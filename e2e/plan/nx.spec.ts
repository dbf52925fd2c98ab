import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../packages/nx-convoy/src/model/plan.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { write } from '../world/folder.ts';
import { installNx, nx, ownModules } from '../world/nx.ts';
import { git, history, planOf } from './history.ts';

const plugin = '{"plugins":["nx-convoy"]}';

/** Two crates, one released since; what Nx itself writes is ignored. */
const workspace = (files: Readonly<Record<string, string>> = {}, modules = ownModules): string =>
  installNx(
    history(`
      write .gitignore node_modules\\n.nx\\nplan.json
      write nx.json ${plugin}
      ${Object.entries(files)
        .map(([path, text]) => `write ${path} ${text}`)
        .join('\n')}
      crate a 1.0.0
      crate b 1.0.0
      commit feat: begin
      tag a-v1.0.0 b-v1.0.0
      commit feat: x @ a`),
    modules,
  );

function planThroughNx(folder: string, ...args: readonly string[]): Plan {
  const { code, stdout, stderr } = nx(folder, ['release-plan', '--format=json', '--out=plan.json', ...args]);
  if (code !== 0) throw new Error(stdout + stderr);
  const text = readFileSync(join(folder, 'plan.json'), 'utf8');
  rmSync(join(folder, 'plan.json'));
  return JSON.parse(text) as Plan;
}

it.each<[string, Readonly<Record<string, string>>]>([
  ['without any root project', {}],
  ['with a root project.json', { 'project.json': '{"name":"top"}' }],
])('%s the target is there, and plans as the bin does', (_, files) => {
  const folder = workspace(files);
  const plan = planThroughNx(folder);
  expect(plan.units.map(({ id, version }) => [id, version.to])).toEqual([['cargo:a', '1.1.0']]);
  expect(plan).toEqual(planOf(folder));
});

describe('with a root package.json', () => {
  const folder = workspace({ 'package.json': '{"name":"ws","private":true}' });

  it('takes the options of the bin', () => {
    const plan = planThroughNx(folder, '--specifier=b=2.0.0', '--projects=b');
    expect(plan.units.map(({ version }) => version.to)).toEqual(['2.0.0']);
    expect(plan).toEqual(planOf(folder, ['--specifier=b=2.0.0', '--projects=b']));
  });

  it("works from inside a project's folder, by its whole name as Nx has it", () => {
    const bin = join(folder, 'node_modules/nx/dist/bin/nx.js');
    const { stdout } = spawnSync(process.execPath, [bin, 'run', 'ws:release-plan', '--preid=rc', '--projects=a'], {
      cwd: join(folder, 'b'),
      encoding: 'utf8',
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' },
    });
    expect(stdout).toContain('1.1.0-rc.1');
  });

  it('tells its options', () => {
    const { stdout } = nx(folder, ['release-plan', '--help']);
    for (const option of ['--format', '--explain', '--projects', '--specifier', '--ci'])
      expect(stdout).toContain(option);
  });

  it('plans a commit that came after the last run: nothing is cached', () => {
    write(folder, { 'b/src/lib.rs': '' });
    git(folder, ['add', '--all']);
    git(folder, ['commit', '--quiet', '--message=fix: y']);
    expect(planThroughNx(folder).units).toHaveLength(2);
  });
});

it('fails where the plan has an error, and tells it', () => {
  const folder = workspace();
  git(folder, ['checkout', '--quiet', '-b', 'line', 'HEAD~1']);
  git(folder, ['commit', '--quiet', '--allow-empty', '--message=chore: other']);
  git(folder, ['tag', 'a-v1.1.0']);
  git(folder, ['checkout', '--quiet', 'main']);
  const { code, stdout } = nx(folder, ['release-plan']);
  expect(code).not.toBe(0);
  expect(stdout).toContain('VERSION_TAKEN');
  expect(stdout).toContain('--specifier=cargo:a=1.1.1');
});

describe.each(['nx@22', 'nx@23'] as const)('%s', (line) => {
  describeWith(line, ({ paths }) => {
    it('plans the same', () => {
      const folder = workspace({}, paths.modules ?? ownModules);
      expect(planThroughNx(folder)).toEqual(planOf(folder));
    });
  });
});
