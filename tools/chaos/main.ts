import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../root.ts';
import { callable } from '../toolchains/callable.ts';
import { readRecord } from '../toolchains/record.ts';

/**
 * `npm run chaos`: the sample workspace through fifty storms, each to its end; exit code 1 on a miss. It is packaged once, and each storm gets
 * empty registries. `-- --seeds 5`, `-- --seeds 7..7` for one again.
 */
const { values } = parseArgs({ options: { seeds: { type: 'string', default: '50' } } });
const seeds = values.seeds.includes('.') ? values.seeds : `1..${values.seeds}`;
const folder = mkdtempSync(join(tmpdir(), 'nx-convoy-chaos-'));
try {
  cpSync(join(root, 'e2e/workspaces/harbor'), folder, { recursive: true });
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'feat: begin'],
  ])
    execFileSync('git', args, { cwd: folder });
  process.exitCode = await rehearse();
  table();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function rehearse(): Promise<number> {
  const bin = join(root, 'packages/nx-convoy/dist/bin.js');
  // Public indexes know some of the sample's names: a number that nobody has leaves nothing to find there.
  const args = ['rehearse', `--chaos=${seeds}`, '--no-tests', '--specifier=77.0.0', '--format=json'];
  return new Promise((done, broken) => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: folder,
      env: callable(readRecord().filter((client) => client.state !== 'missing')),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('error', broken);
    child.on('close', (code) => done(code === 0 ? 0 : 1));
  });
}

interface Report {
  readonly ok: boolean;
  readonly storms?: readonly { seed: number; ok: boolean; kills: number; runs: number; faults: readonly string[] }[];
  readonly findings: readonly { code: string; severity: string; what: string }[];
}

function table(): void {
  const {
    storms = [],
    findings,
    ok,
  } = JSON.parse(readFileSync(join(folder, 'dist/release/rehearsal.json'), 'utf8')) as Report;
  for (const { seed, ok: isGood, kills, runs, faults } of storms)
    console.log(
      `${String(seed).padStart(5)}  ${isGood ? 'complete' : 'MISSED  '}  ${runs} runs  ${kills} killed  ${faults.join('; ')}`,
    );
  for (const { code, what } of findings.filter(({ severity }) => severity === 'error')) console.log(`${code}: ${what}`);
  console.log(
    `${storms.filter((one) => one.ok).length} of ${storms.length} storms ended complete${ok ? '' : ': not all is well'}`,
  );
}
