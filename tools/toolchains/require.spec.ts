import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../root.ts';
import { callable } from './callable.ts';
import type { Client, Present } from './client.ts';
import { describeWith } from './require.ts';
import { run } from './run.ts';

const record: readonly Client[] = [
  { name: 'git', state: 'found', version: '1.0', path: '/bin/git', paths: {}, env: { A: '1' }, seconds: 0 },
  { name: 'helm', state: 'missing', why: 'no network', seconds: 0 },
];

const spec = `
import { describeWith, describeWithAll } from ${JSON.stringify(join(root, 'tools/toolchains/require.ts'))};
describeWith('git', (git) => it('is ' + git.version, () => undefined));
describeWith('helm', () => it('never runs', () => undefined));
describeWithAll(['git', 'helm'], () => it('never runs either', () => undefined));
`;

describe('tests that need a client', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'convoy-require-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    [
      'skip visibly',
      '',
      ['passed with git is 1.0', `pending with helm ${why()}`, `pending with git and helm ${why()}`],
    ],
    [
      'fail when it was demanded',
      'all',
      ['passed with git is 1.0', 'failed with helm finds its clients', 'failed with git and helm finds its clients'],
    ],
  ])('%s', async (_, demand, expected) => {
    expect(await outcomes(folder, demand)).toEqual(expected);
  });
});

describeWith('git', (git) => {
  it('works with nothing but its record', async () => {
    const env = callable([git], {});
    expect((await run(['git', '--version'], { env, timeoutMs: 10_000 })).stdout).toContain(git.version);
  });
});

it('puts clients first on PATH and adds what they need', () => {
  const [git] = record as readonly Present[];
  expect(callable([git!], { PATH: '/other', HOME: '/h' })).toEqual({
    PATH: `/bin${delimiter}/other`,
    HOME: '/h',
    A: '1',
  });
  expect(callable([git!], {}).PATH).toBe('/bin');
});

function why(): string {
  return 'helm is missing: no network';
}

async function outcomes(folder: string, demand: string): Promise<readonly string[]> {
  mkdirSync(join(folder, 'specs'));
  writeFileSync(join(folder, 'specs/with.spec.ts'), spec);
  writeFileSync(join(folder, 'record.json'), JSON.stringify({ clients: record }));
  const transform = {
    '^.+\\.ts$': [
      join(root, 'node_modules/@swc/jest'),
      { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  };
  const config = {
    rootDir: join(folder, 'specs'),
    roots: [join(folder, 'specs')],
    transform,
    extensionsToTreatAsEsm: ['.ts'],
  };
  const jest = [join(root, 'node_modules/jest/bin/jest.js'), '--config', JSON.stringify(config)];
  await run(
    [
      process.execPath,
      '--experimental-vm-modules',
      ...jest,
      '--testRegex',
      'spec',
      '--json',
      '--outputFile',
      join(folder, 'out.json'),
    ],
    {
      cwd: root,
      timeoutMs: 30_000,
      env: { ...process.env, CONVOY_TOOLCHAINS_FILE: join(folder, 'record.json'), CONVOY_REQUIRE_CLIENTS: demand },
    },
  );
  const report = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as {
    testResults: { assertionResults: { status: string; fullName: string }[] }[];
  };
  return report.testResults.flatMap((file) => file.assertionResults.map((test) => `${test.status} ${test.fullName}`));
}
