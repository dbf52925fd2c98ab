import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { ownModules } from '../../e2e/world/nx.ts';
import { root } from '../root.ts';
import { apart } from './publish-cost.ts';
import type { Cost } from './measure.ts';
import { bin } from './plan.ts';
import { fillNpm } from './publish-fill.ts';
import { addEmptyBatch, makeReleased } from './publish-workspace.ts';
import { headings, row, verdict } from './rows.ts';

/**
 * `npm run bench -- publish [real units] [units that are there]`: a publish beside a script that runs the clients in the same order, as many at
 * a time; and a second one, of units that are all there, by the bin and through Nx, beside a batch of Nx that does nothing.
 */
export async function benchPublish([real = '20', there = '1000']: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nx-convoy-bench-'));
  try {
    await benchReal(join(folder, 'real'), Number(real));
    await benchThere(join(folder, 'there'), Number(there));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Quay {
  readonly registries: Registries<'npm'>;
  readonly env: Readonly<Record<string, string>>;
}

async function withQuay(
  folder: string,
  count: number,
  act: (quay: Quay, work: string) => Promise<void>,
): Promise<void> {
  const registries = await startRegistries({ registries: ['npm'] });
  try {
    const { env } = await registries.setUp(join(folder, 'clients'));
    const work = join(folder, 'work');
    makeReleased(work, count, registries.urls.npm);
    mkdirSync(join(folder, 'home'), { recursive: true });
    const quiet = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0', CI: 'true' };
    await act({ registries, env: { ...env, ...quiet, HOME: join(folder, 'home') } }, work);
  } finally {
    await registries.close();
  }
}

/** Each on a registry of its own, in turn: what is there once cannot be sent again. */
async function benchReal(folder: string, count: number): Promise<void> {
  const costs = new Map<string, Cost>();
  const once = async (name: string, argv: (work: string) => readonly string[], arrive = count): Promise<void> =>
    withQuay(join(folder, name), count, async ({ registries, env }, work) => {
      costs.set(name, await apart({ argv: argv(work), cwd: work, env }));
      const came = registries.requests('npm').filter(({ method, status }) => method === 'PUT' && status < 300).length;
      if (came !== arrive) throw new Error(`${name}: ${came} of ${arrive} arrived`);
    });
  const parallel = Math.min(4, Math.max(2, cpus().length));
  const script = join(folder, 'raw.mjs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(script, rawScript(count, parallel));
  await once('npm pack, npm publish', () => [process.execPath, script]);
  await once('nx-convoy publish', () => [process.execPath, bin, 'publish', '--yes']);
  console.log(`${count} npm packages in chains of ten, packed and sent; one run of each\n\n${headings}`);
  for (const [name, cost] of costs) console.log(row(name, cost));
  const [raw, own] = [costs.get('npm pack, npm publish'), costs.get('nx-convoy publish')];
  if (raw === undefined || own === undefined) return;
  console.log(`\n${verdict('publish, wall s, 1.15 x the clients', own.wall, 1.15 * raw.wall)}`);
}

async function benchThere(folder: string, count: number): Promise<void> {
  await withQuay(folder, count, async ({ registries, env }, work) => {
    await fillNpm({ url: registries.urls.npm, token: registries.tokens.npm, work, count });
    const modules = join(work, 'node_modules');
    mkdirSync(join(modules, '@nx'), { recursive: true });
    symlinkSync(join(ownModules, 'nx'), join(modules, 'nx'));
    symlinkSync(join(ownModules, '@nx/devkit'), join(modules, '@nx/devkit'));
    symlinkSync(join(root, 'packages/nx-convoy'), join(modules, 'nx-convoy'));
    addEmptyBatch(modules);
    const nx = [process.execPath, join(modules, 'nx/dist/bin/nx.js'), 'run-many', '--outputStyle=static', '-t'];
    const through = { ...env, NODE_PATH: modules };
    const runs: readonly (readonly [string, readonly string[]])[] = [
      ['nx, a batch that does nothing', [...nx, 'empty']],
      ['nx run-many -t publish', [...nx, 'publish', '--yes']],
      ['nx-convoy publish', [process.execPath, bin, 'publish', '--yes']],
    ];
    const costs = new Map<string, Cost>();
    const asked = new Map<string, number>();
    for (const [name, argv] of runs) {
      // Once to warm the disk's cache, and V8's.
      await apart({ argv, cwd: work, env: through });
      const before = registries.requests('npm').length;
      costs.set(name, await apart({ argv, cwd: work, env: through }));
      asked.set(name, registries.requests('npm').length - before);
    }
    console.log(`\n${count} npm packages that are all there; one run of each, warm\n\n${headings}  requests`);
    for (const [name, cost] of costs) console.log(`${row(name, cost)}  ${asked.get(name) ?? 0}`);
    const [empty, target, own] = runs.map(([name]) => costs.get(name));
    if (empty === undefined || target === undefined || own === undefined) return;
    console.log(`\n${verdict('the bin, wall s', own.wall, 5)}`);
    console.log(verdict('through Nx above the batch that does nothing, wall s', target.wall - empty.wall, 2));
    console.log(verdict('requests for each unit', (asked.get('nx-convoy publish') ?? 0) / count, 1));
    console.log(verdict('requests for each unit, through Nx', (asked.get('nx run-many -t publish') ?? 0) / count, 1));
  });
}

/** The same clients in the same order: chains of ten, several of them at a time. */
const rawScript = (count: number, parallel: number): string => `
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
const run = promisify(execFile);
const chains = Array.from({ length: Math.ceil(${count} / 10) }, (_, at) => at * 10);
const work = async () => {
  for (let first = chains.shift(); first !== undefined; first = chains.shift())
    for (let at = first; at < Math.min(first + 10, ${count}); at++) {
      const { stdout } = await run('npm', ['pack', '--json', '--workspaces=false'], { cwd: 'u' + at });
      await run('npm', ['publish', './' + JSON.parse(stdout)[0].filename, '--workspaces=false'], { cwd: 'u' + at });
    }
};
await Promise.all(Array.from({ length: ${parallel} }, work));
`;
