import { helm } from '../../ecosystems/helm/index.ts';
import type { OwnPackageConfig } from '../../model/config.ts';
import { noConfig } from '../../model/config.ts';
import type { Packaging } from '../../model/packaging.ts';
import type { Unit } from '../../model/unit.ts';
import { ownJob } from './own.ts';

const unit: Unit = {
  ...{ id: 'helm:app', ecosystem: 'helm', project: 'app', key: 'app', name: 'app', root: 'ship/app' },
  ...{ manifest: 'ship/app/Chart.yaml', version: '1.0.0', private: false, registries: [] },
};
const asked = (build: readonly (readonly string[])[] = []): Packaging => ({
  ...{ units: [unit], tracked: ['ship/app/a.tgz', 'ship/app/lib/b.tgz', 'c.tgz'], timeoutMs: 1000 },
  graph: { units: [unit], edges: [], publishOrder: [], ignored: [], problems: [] },
  repo: { files: [], text: () => undefined },
  config: { ...noConfig, units: { 'helm:app': { build } } },
  ...{
    works: {},
    source: { commit: 'abc', date: '2026-01-01T00:00:00.000Z', epoch: 0 },
    recorded: () => undefined,
    root: '/w',
    cache: '/w/cache',
    keyOf: (ids) => ids.join('+'),
  },
});

it.each<[string, Omit<OwnPackageConfig, 'run'>, readonly string[]]>([
  ['what nobody committed', { outputs: ['out/*.tgz'] }, []],
  ['what is committed beside', { outputs: ['*.tgz'] }, ['OUTPUT_COMMITTED']],
  ['what is committed below', { outputs: ['./lib/*'] }, ['OUTPUT_COMMITTED']],
  ['what is committed where it runs', { outputs: ['*.tgz'], cwd: '.' }, ['OUTPUT_COMMITTED']],
  ['the same elsewhere', { outputs: ['*.tgz'], cwd: 'ship' }, []],
  ['a folder that is not of the workspace', { outputs: ['a'], cwd: '../x' }, ['CONFIG_INVALID']],
  ['an absolute folder', { outputs: ['a'], cwd: '/x' }, ['CONFIG_INVALID']],
  ['outputs that are not', { outputs: ['../a', 'b/../../c'] }, ['CONFIG_INVALID', 'CONFIG_INVALID']],
])('%s', (_, own, codes) => {
  const job = ownJob(unit, { run: ['make'], ...own }, helm, asked());
  expect(job.ok ? [] : job.problems.map(({ code }) => code)).toEqual(codes);
});

it('runs builds in the folder of the unit, then the command in its own, in a copy of all that is committed', () => {
  const own = { run: ['make', 'app'], outputs: ['out/*'], cwd: 'ship', env: { A: 'b' } };
  const job = ownJob(unit, own, helm, asked([['make', 'ready']]));
  const made = job.ok ? job.value('/s') : undefined;
  expect(made?.stage).toHaveLength(3);
  expect(made?.steps.map(({ argv, cwd, env }) => [argv, cwd, env])).toEqual([
    [['make', 'ready'], '/s/tree/ship/app', undefined],
    [['make', 'app'], '/s/tree/ship', { A: 'b' }],
  ]);
  expect(made?.makes).toEqual([{ unit: 'helm:app', version: '1.0.0', folder: '/s/tree/ship', globs: ['out/*'] }]);
});
