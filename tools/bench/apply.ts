import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.ts';
import { addLocks } from './apply-locks.ts';
import { median, seconds } from './measure.ts';
import { verdict } from './rows.ts';
import { makeWorkspace } from './workspaces.ts';

const units = 1000;

interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

/** Node tells at the end what it has used itself; what its children did is theirs. */
const hookScript = `
import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.CPU_FILE, String((user + system) / 1e6));
});
`;

function ownCost(argv: readonly string[], cwd: string, file: string): Cost {
  const start = performance.now();
  execFileSync(process.execPath, argv, { cwd, stdio: 'ignore', env: { ...process.env, CPU_FILE: file } });
  return { wall: (performance.now() - start) / 1000, cpu: Number(readFileSync(file, 'utf8')) };
}

/**
 * `npm run bench -- apply`: a saved plan of 1,000 units with their lock files, written and taken no further, beside a plain script that reads
 * and writes the very same bytes. Clients are not asked, and what git does is git's: they are other processes. The start of the engine counts,
 * and so does every thread. It works in memory where it can: the question is what is computed, not how fast a disk settles.
 */
export function benchApply(): void {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'nx-convoy-bench-'));
  try {
    const [master, work, plan] = [join(folder, 'master'), join(folder, 'work'), join(folder, 'plan.json')];
    const [raw, hook] = [join(folder, 'raw.mjs'), join(folder, 'hook.mjs')];
    makeWorkspace(master, 'mixed', units);
    addLocks(master);
    const git = (cwd: string, ...args: readonly string[]): string =>
      execFileSync('git', ['-C', cwd, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
    git(master, 'add', '--all');
    git(master, 'commit', '--quiet', '--message', 'feat: begin');
    const bin = join(root, 'packages/nx-convoy/dist/bin.js');
    const convoy = (...args: readonly string[]): string =>
      execFileSync(process.execPath, [bin, ...args], { cwd: master, encoding: 'utf8', maxBuffer: 1 << 28 });
    convoy('plan', '--specifier=patch', '--format=json', `--out=${plan}`);
    const renew = (): void => {
      rmSync(work, { recursive: true, force: true });
      cpSync(master, work, { recursive: true, preserveTimestamps: true });
      git(work, 'update-index', '-q', '--refresh');
    };
    const apply = [bin, 'apply', `--plan=${plan}`, '--yes', '--no-commit', '--no-prove'];
    renew();
    execFileSync(process.execPath, apply, { cwd: work, stdio: 'ignore' });
    const touched = git(work, 'diff', '--name-only', '-z')
      .split('\0')
      .filter((file) => file !== '');
    writeFileSync(raw, rawScript(touched, master, work));
    writeFileSync(hook, hookScript);
    const measured = (argv: readonly string[]): Cost => ownCost(['--import', hook, ...argv], work, join(folder, 'cpu'));
    const rows: Readonly<Record<string, () => Cost>> = {
      'bare node': () => measured(['-e', '0']),
      'read and write those files': () => (renew(), measured([raw])),
      'apply, its own process': () => (renew(), measured(apply)),
    };
    const costs = new Map(Object.keys(rows).map((name) => [name, [] as Cost[]]));
    // In turn, so that a machine's drift meets all alike; the first round warms the disk's cache.
    for (let round = 0; round <= 5; round++)
      for (const [name, once] of Object.entries(rows)) {
        const cost = once();
        if (round > 0) costs.get(name)?.push(cost);
      }
    const middle = (name: string): Cost => {
      const all = costs.get(name) ?? [];
      return { cpu: median(all.map(({ cpu }) => cpu)), wall: median(all.map(({ wall }) => wall)) };
    };
    console.log(
      `${units} units of all kinds, ${touched.length} files change; own CPU, medians of 5\n\nwhat                            CPU s  wall s`,
    );
    for (const name of Object.keys(rows)) {
      const { cpu, wall } = middle(name);
      console.log(`${name.padEnd(28)} ${seconds(cpu)} ${seconds(wall)}`);
    }
    console.log(
      verdict('own CPU, s', middle('apply, its own process').cpu, 3 * middle('read and write those files').cpu),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same bytes, by the shortest way that a program has: read, write beside, rename. */
const rawScript = (files: readonly string[], from: string, to: string): string => `
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
for (const file of ${JSON.stringify(files)}) {
  const text = readFileSync(${JSON.stringify(from)} + '/' + file, 'utf8');
  writeFileSync(${JSON.stringify(to)} + '/' + file + '.new', text);
  renameSync(${JSON.stringify(to)} + '/' + file + '.new', ${JSON.stringify(to)} + '/' + file);
}
`;
