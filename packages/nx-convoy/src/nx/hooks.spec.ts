import { preTasksExecution } from './hooks.ts';

const names = ['CONVOY_DRY_RUN', 'CONVOY_APPROVED', 'CONVOY_BAIL'] as const;
const before = names.map((name) => [name, process.env[name]] as const);
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
});

it('ends a yes of the shell, or of an outer run, where publishing was not what was typed', () => {
  process.env.CONVOY_APPROVED = 'nx release publish';
  preTasksExecution(undefined, { argv: ['node', 'nx', 'run-many', '-t', 'publish'] });
  expect(process.env.CONVOY_APPROVED).toBe('');
});

it('never ends a dry run', () => {
  process.env.CONVOY_DRY_RUN = 'true';
  preTasksExecution(undefined, { argv: ['node', 'nx', 'release', 'publish'] });
  expect(process.env.CONVOY_DRY_RUN).toBe('true');
  expect(process.env.CONVOY_APPROVED).toBe('nx release publish');
});
