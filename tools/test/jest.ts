import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.ts';
import { run } from '../toolchains/run.ts';
import { testEnvironment } from './environment.ts';
import { failed, type Tally } from './tally.ts';

export interface JestRun {
  readonly project: 'unit' | 'e2e';
  readonly all: boolean;
  readonly timeoutMs: number;
  /** Further arguments for jest: a pattern, `-t name`, `-u`. */
  readonly args: readonly string[];
}

/** Runs one jest project and counts its tests; a suite that could not even be loaded counts as one failure. */
export async function jest({ project, all, timeoutMs, args }: JestRun): Promise<Tally> {
  const outputFile = join(tmpdir(), `convoy-${project}-${process.pid}.json`);
  const { ok, why } = await run(
    [
      process.execPath,
      // Options of Node, not NODE_OPTIONS: the real clients that a test starts must not inherit them.
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
      ...['--selectProjects', project, '--passWithNoTests', '--maxWorkers', '2'],
      ...['--cacheDirectory', join(root, '.cache/jest'), '--json', '--outputFile', outputFile],
      ...args,
    ],
    { cwd: root, env: testEnvironment({ all }), timeoutMs, show: true },
  );
  const report = take(outputFile);
  if (report === undefined) {
    console.log(`jest ${project} left no report: ${why}`);
    return failed;
  }
  for (const name of skippedTests(report)) console.log(`  skipped: ${name}`);
  const broken = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: broken === 0 && !ok ? 1 : broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function take(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return undefined;
  } finally {
    rmSync(file, { force: true });
  }
}

/** jest's own reporter hides these once there is more than one file. */
function skippedTests(report: Report): readonly string[] {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  return tests.filter((test) => test.status === 'pending' || test.status === 'todo').map((test) => test.fullName);
}
