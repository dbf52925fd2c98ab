import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.ts';
import { makeHistory, type Shape } from './history/make.ts';
import { measure, type Command } from './measure.ts';
import { benchPeers } from './plan-peers.ts';
import { benchThroughNx } from './plan-through-nx.ts';
import { headings, row, verdict } from './rows.ts';
import { readPlan, wrongBumps } from './rightness.ts';

interface Size extends Shape {
  readonly runs: number;
}

const sizes: readonly Size[] = [
  { units: 100, commits: 1000, seed: 1, runs: 5 },
  { units: 1000, commits: 5000, seed: 1, runs: 5 },
  { units: 3000, commits: 100_000, seed: 1, runs: 2 }, // each run reads every commit of it twice
];

export const bin = join(root, 'packages/nx-convoy/dist/bin.js');
const rawLog = ['git', 'log', '-z', '--no-renames', '--name-status', '--format=%x00%H%x00%an%x00%ae%x00%B%x00'];

/** `npm run bench -- plan [part ...]`: parts are own, peers, nx; without any, all of them. */
export async function benchPlan(parts: readonly string[] = []): Promise<void> {
  const isAsked = (part: string): boolean => parts.length === 0 || parts.includes(part);
  if (isAsked('own')) for (const size of sizes) await inFolder((folder) => benchOwn(folder, size));
  if (isAsked('peers')) await inFolder(benchPeers);
  if (isAsked('nx')) await inFolder(benchThroughNx);
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nx-convoy-bench-'));
  try {
    await run(folder);
  } finally {
    remove(folder);
  }
}

/** Children of a peer that was stopped may still write for a moment. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  } catch (error) {
    console.error(`Left behind: ${folder} (${String(error)})`);
  }
}

/** Cold has to ask git of every commit; warm was here before. Both beside what git alone costs, in turn in one run. */
async function benchOwn(folder: string, { runs, ...shape }: Size): Promise<void> {
  const { units, expected } = await makeHistory(folder, shape);
  const out = join(folder, '.git/plan.json');
  const plan: Command = { argv: [process.execPath, bin, 'plan', '--format=json'], out };
  const forget = (): void => rmSync(join(folder, '.git/nx-convoy'), { recursive: true, force: true });
  const cost = measure(
    {
      'bare node': [process.execPath, '-e', '0'],
      'git rev-list': ['git', 'rev-list', 'HEAD'],
      'git log -z': rawLog,
      graph: [process.execPath, bin, 'graph', '--format=json'],
      'plan, cold': { ...plan, before: forget },
      'plan, warm': plan,
    },
    folder,
    runs,
  );
  const merges = execFileSync('git', ['rev-list', '--count', '--merges', 'HEAD'], { cwd: folder, encoding: 'utf8' });
  console.log(
    `\n${shape.units} units of all kinds, ${shape.commits} commits, ${merges.trim()} of them merges; medians of ${runs}\n\n${headings}`,
  );
  for (const [name, one] of Object.entries(cost)) console.log(row(name, one));
  const { 'bare node': node, 'git log -z': log, 'git rev-list': list, 'plan, cold': cold, 'plan, warm': warm } = cost;
  const each = (3 * 0.35 + 2 * 0.6) / 5 / 1000;
  console.log('');
  console.log(verdict('cold, CPU', cold.cpu, 1.3 * log.cpu + 0.25 + 0.00035 * shape.units));
  console.log(verdict('warm, CPU', warm.cpu, list.cpu + node.cpu + 0.15 + each * shape.units + 0.5));
  console.log(verdict('memory, MB', Math.max(cold.memory, warm.memory), 400));
  const wrong = wrongBumps(units, expected, readPlan(readFileSync(out, 'utf8')));
  console.log(`bumps beside the independent count: ${units.length - wrong.length} of ${units.length} right`);
}
