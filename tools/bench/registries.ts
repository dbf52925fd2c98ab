import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../root.ts';
import { median } from './measure.ts';
import { verdict } from './rows.ts';
import { others, ours, type Contender, type Kind, type Started } from './registries-servers.ts';
import { works, type Work } from './registries-work.ts';

const kinds: readonly Kind[] = ['npm', 'python', 'oci', 'forge'];
const turns = 40;

/** The embedded registries beside those that everybody knows: in turn, in one run, each in a process of its own. */
export async function benchRegistries(parts: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-registries-'));
  try {
    startInProcess();
    for (const kind of kinds.filter((one) => parts.length === 0 || parts.includes(one))) await benchKind(kind, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a fresh process each time: nothing is warm but the disk. */
function startInProcess(): void {
  const module = pathToFileURL(join(root, 'packages/local-registries/dist/index.js')).href;
  const script = `const begun = performance.now();
    const { startRegistries } = await import(${JSON.stringify(module)});
    const loaded = performance.now();
    const registries = await startRegistries();
    console.log(JSON.stringify([loaded - begun, performance.now() - loaded, Object.keys(registries.urls).length]));
    await registries.close();`;
  const runs = Array.from({ length: 10 }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    if (stdout === '') throw new Error(`The registries did not start (is all built? npm run build): ${stderr}`);
    return JSON.parse(stdout) as readonly [loaded: number, started: number, count: number];
  }).slice(1);
  const [loaded, started] = [median(runs.map(([one]) => one)), median(runs.map(([, one]) => one))];
  const count = runs[0]?.[2] ?? 0;
  console.log(
    `${count} registries in a process: loaded in ${loaded.toFixed(0)} ms, started in ${started.toFixed(0)} ms`,
  );
  console.log(verdict('start in a process, ms', loaded + started, 200));
}

async function benchKind(kind: Kind, folder: string): Promise<void> {
  const found = others(kind);
  const contenders = [ours(kind), ...found.filter((one) => typeof one !== 'string')];
  console.log(
    `\n${kind}${''.padEnd(26 - kind.length)}${contenders.map(({ name }) => name.padStart(26)).join('')}   ms`,
  );
  for (const missing of found.filter((one) => typeof one === 'string')) console.log(`  without ${missing}`);
  const starts = contenders.map((): number[] => []);
  for (let turn = 0; turn < 4; turn += 1) {
    for (const [index, one] of contenders.entries()) {
      const { ms, value } = await timed(() => one.start(join(folder, `${kind}-${index}-${turn}`)));
      await value.close();
      if (turn > 0) starts[index]?.push(ms);
    }
  }
  show('start until it answers', starts.map(median));
  const running = await started(contenders, join(folder, kind));
  try {
    for (const [name, medians] of await operations(running, works[kind])) show(name, medians);
  } finally {
    await Promise.all(running.map((one) => one.close()));
  }
}

const started = (contenders: readonly Contender[], folder: string): Promise<readonly Started[]> =>
  Promise.all(contenders.map((one, index) => one.start(`${folder}-${index}`)));

/** Each operation of each turn is asked of one registry after the other, so that a busy machine is so for all of them. */
async function operations(
  running: readonly Started[],
  work: Work,
): Promise<readonly (readonly [string, readonly number[]])[]> {
  const costs = new Map(Object.keys(work).map((name) => [name, running.map((): number[] => [])]));
  for (let turn = 0; turn < turns + 5; turn += 1) {
    for (const [name, act] of Object.entries(work)) {
      // Whoever is asked first is not always the same.
      for (let step = 0; step < running.length; step += 1) {
        const index = (turn + step) % running.length;
        const one = running[index];
        if (one === undefined) continue;
        const { ms } = await timed(() => act(one, turn));
        if (turn >= 5) costs.get(name)?.[index]?.push(ms);
      }
    }
  }
  return [...costs].map(([name, all]) => [name, all.map(median)] as const);
}

async function timed<T>(act: () => Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const start = performance.now();
  const value = await act();
  return { ms: performance.now() - start, value };
}

function show(name: string, medians: readonly number[]): void {
  const [mine = 0, ...rest] = medians;
  const told =
    rest.length === 0
      ? ''
      : `   ${(mine / Math.min(...rest)).toFixed(2)} of 1.50: ${mine <= 1.5 * Math.min(...rest) ? 'ok' : 'over'}`;
  console.log(`  ${name.padEnd(24)}${medians.map((one) => one.toFixed(2).padStart(26)).join('')}${told}`);
}
