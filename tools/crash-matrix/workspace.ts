import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../root.ts';
import type { Kind } from './kinds.ts';

/** Bundles the program that publishes and dies, once for all runs of it; it lies where it finds its package. */
export async function bundleProgram(): Promise<string> {
  const outfile = join(root, 'node_modules/.cache/convoy-tools', `publish-killed.${process.pid}.mjs`);
  mkdirSync(dirname(outfile), { recursive: true });
  const options = {
    entryPoints: [join(root, 'e2e/publish/killed.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
  };
  const script = `import { build } from 'esbuild'; await build(${JSON.stringify(options)});`;
  const { code, stderr } = await start([process.execPath, '--input-type=module', '--eval', script], root, process.env)
    .ended;
  if (code !== 0) throw new Error(stderr);
  return outfile;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface Started {
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

/** Registries live in this process, so nothing is waited for in a way that stops it. */
export function start(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Started {
  const [program = '', ...args] = argv;
  const began = performance.now();
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => (said.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said.stderr += text.toString()));
  return {
    kill: (signal) => void child.kill(signal),
    ended: new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal, ...said, ms: performance.now() - began }));
    }),
  };
}

/** A commit that says that it releases all of it. */
export function makeRepository(kind: Kind, urls: Readonly<Record<string, string>>, folder: string): void {
  for (const [path, text] of Object.entries(kind.files(urls))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=Test', '-c', 'user.email=test@convoy.invalid', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'feat: begin');
  const trailers = [
    `Convoy-Plan: ${plan}`,
    'Convoy-Date: 2026-01-02',
    `Convoy-Base: ${git('rev-parse', 'HEAD').trim()}`,
    'Convoy-Options: {}',
    'Convoy-Version: 1.0.0',
    ...kind.units.map((unit) => `Convoy-Unit: ${unit} 1.0.0`),
  ];
  git('commit', '--quiet', '--allow-empty', '--message', `chore: release\n\n${trailers.join('\n')}\n`);
}

export const plan = 'c0'.repeat(32);
export const journalIn = (folder: string): string => join(folder, `dist/release/journal-${plan.slice(0, 16)}.jsonl`);

export function copyTo(from: string, to: string): string {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  return to;
}
