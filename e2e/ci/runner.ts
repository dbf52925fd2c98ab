import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { git, tempFolder } from '../world/folder.ts';
import { asText, evaluate, isTrue, resolve, type Scope, type Value } from './expressions.ts';

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly strategy?: { readonly matrix: string };
  readonly permissions: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Event {
  readonly name: string;
  readonly inputs?: Readonly<Record<string, Value>>;
  /** A branch, or a tag. */
  readonly ref: string;
}

export interface Forge {
  /** A bare repository. */
  readonly remote: string;
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: Readonly<Record<string, string>>;
  /** What a job gets that may prove who it is. */
  readonly proof: (environment: string | undefined) => NodeJS.ProcessEnv;
}

export interface Ran {
  /** By job: how it ended. */
  readonly results: Readonly<Record<string, string>>;
  /** Each shell step that ran, with what it said. */
  readonly steps: readonly {
    readonly job: string;
    readonly name: string;
    readonly code: number;
    readonly said: string;
  }[];
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A run of a workflow as the forge does it: each job in a clone of its own, with nothing of another but its outputs and artifacts. */
export async function runWorkflow(file: string, event: Event, forge: Forge, until?: string): Promise<Ran> {
  const { jobs } = parse(readFileSync(file, 'utf8')) as { readonly jobs: Readonly<Record<string, Job>> };
  const run = new Run(event, forge);
  for (const [name, job] of Object.entries(jobs)) {
    await run.job(name, job);
    if (name === until) break;
  }
  return run;
}

class Run implements Ran {
  readonly results: Record<string, string> = {};
  readonly outputs: Record<string, Record<string, string>> = {};
  readonly steps: Ran['steps'][number][] = [];
  private readonly artifacts = tempFolder();
  private readonly sha: string;
  private readonly event: Event;
  private readonly forge: Forge;

  constructor(event: Event, forge: Forge) {
    this.event = event;
    this.forge = forge;
    this.sha = git(forge.remote, 'rev-parse', `${event.ref}^{commit}`).trim();
  }

  async job(name: string, job: Job): Promise<void> {
    const needs = [job.needs ?? []].flat();
    const scope = this.scope({
      needs: Object.fromEntries(
        needs.map((one) => [one, { result: this.results[one] ?? 'absent', outputs: this.outputs[one] ?? {} }]),
      ),
    });
    const isWell = needs.every((one) => this.results[one] === 'success');
    const isMeant =
      job.if === undefined ? isWell : (isWell || job.if.includes('cancelled()')) && isTrue(evaluate(job.if, scope));
    if (!isMeant) {
      this.results[name] = 'skipped';
      return;
    }
    const matrix = job.strategy === undefined ? [null] : includedIn(resolve(job.strategy.matrix, scope));
    const ends: boolean[] = [];
    for (const cell of matrix) ends.push(await this.instance(name, job, scope, cell));
    this.results[name] = ends.every(Boolean) ? 'success' : 'failure';
  }

  private scope(more: Readonly<Record<string, Value>>): Scope {
    const { name, inputs = {}, ref } = this.event;
    return {
      contexts: {
        github: { event_name: name, sha: this.sha, ref_name: ref, actor: 'ann', repository: 'quay/harbor' },
        inputs,
        secrets: this.forge.secrets,
        ...more,
      },
      functions: { cancelled: () => false },
    };
  }

  private async instance(name: string, job: Job, outer: Scope, matrix: Value): Promise<boolean> {
    const folder = join(tempFolder(), 'work');
    const home = tempFolder();
    const told: Record<string, Value> = {};
    const scope = (): Scope => ({ ...outer, contexts: { ...outer.contexts, matrix, steps: told } });
    let isWell = true;
    for (const step of job.steps) {
      const asks = step.if?.includes('cancelled()') === true;
      if (!isWell && !asks) continue;
      if (step.if !== undefined && !isTrue(evaluate(step.if, scope()))) continue;
      const outputs = join(home, `outputs-${this.steps.length}`);
      const fields = Object.fromEntries(
        Object.entries(step.with ?? {}).map(([key, value]) => [key, asText(resolve(String(value), scope()))]),
      );
      if (step.uses !== undefined) this.act(step.uses, fields, folder);
      if (step.run === undefined) continue;
      const env = this.environment(step, job, { scope: scope(), home, outputs });
      const { code, said } = await shell(step.run, folder, env);
      this.steps.push({ job: name, name: step.name, code, said });
      if (step.id !== undefined) told[step.id] = { outputs: linesOf(outputs) };
      isWell &&= code === 0;
    }
    this.outputs[name] = Object.fromEntries(
      Object.entries(job.outputs ?? {}).map(([key, text]) => [key, asText(resolve(text, scope()))]),
    );
    return isWell;
  }

  /** Only who may have a token that proves what it is, is shown where to ask for it. */
  private environment(
    step: Step,
    { permissions, environment }: Job,
    { scope, home, outputs }: { readonly scope: Scope; readonly home: string; readonly outputs: string },
  ): NodeJS.ProcessEnv {
    return {
      ...this.forge.env,
      HOME: home,
      CI: 'true',
      GITHUB_SHA: this.sha,
      GITHUB_OUTPUT: outputs,
      ...(permissions['id-token'] === 'write' ? this.forge.proof(environment) : {}),
      ...Object.fromEntries(Object.entries(step.env ?? {}).map(([key, text]) => [key, asText(resolve(text, scope))])),
    };
  }

  /** What the actions of others do that files come through; tools are there already. */
  private act(uses: string, fields: Readonly<Record<string, string>>, folder: string): void {
    const [action = ''] = uses.split('@');
    if (action === 'actions/checkout') this.checkOut(fields['fetch-depth'] ?? '1', folder);
    if (action === 'actions/upload-artifact') this.upload(fields, folder);
    if (action === 'actions/download-artifact') this.download(fields, folder);
  }

  private checkOut(depth: string, folder: string): void {
    git('.', 'init', '--quiet', folder);
    git(folder, 'remote', 'add', 'origin', `file://${this.forge.remote}`);
    const history = depth === '0' ? ['--tags'] : [`--depth=${depth}`, '--no-tags'];
    git(folder, 'fetch', '--quiet', ...history, 'origin', this.sha);
    const isBranch = git(this.forge.remote, 'branch', '--list', this.event.ref) !== '';
    git(folder, 'checkout', '--quiet', ...(isBranch ? ['-B', this.event.ref] : ['--detach']), this.sha);
  }

  private upload(
    { name = '', path = '', 'if-no-files-found': none }: Readonly<Record<string, string>>,
    folder: string,
  ): void {
    const found = filesAt(folder, path);
    if (found.length === 0 && none === 'error') throw new Error(`There is nothing at ${path}`);
    const to = join(this.artifacts, name);
    if (existsSync(to)) throw new Error(`There is an artifact ${name} already`);
    for (const one of found) {
      const isFolder = statSync(one).isDirectory();
      cpSync(one, isFolder ? to : join(to, basename(one)), { recursive: true });
    }
  }

  private download({ name, pattern, path = '' }: Readonly<Record<string, string>>, folder: string): void {
    const begins = pattern?.replace('*', '');
    if (name !== undefined) cpSync(join(this.artifacts, name), join(folder, path), { recursive: true });
    if (begins === undefined) return;
    for (const one of readdirSync(this.artifacts).filter((artifact) => artifact.startsWith(begins)))
      cpSync(join(this.artifacts, one), join(folder, path, one), { recursive: true });
  }
}

/** A folder, a file, or files of one folder by the beginning and the end of their names. */
function filesAt(folder: string, path: string): readonly string[] {
  const whole = join(folder, path);
  if (!path.includes('*')) return existsSync(whole) ? [whole] : [];
  const [begin = '', end = ''] = basename(whole).split('*');
  const names = existsSync(dirname(whole)) ? readdirSync(dirname(whole)) : [];
  return names.filter((name) => name.startsWith(begin) && name.endsWith(end)).map((name) => join(dirname(whole), name));
}

const includedIn = (matrix: Value): readonly Value[] => (matrix as { readonly include: readonly Value[] }).include;

const linesOf = (file: string): Readonly<Record<string, string>> =>
  existsSync(file)
    ? Object.fromEntries(
        readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      )
    : {};

/** As GitHub starts bash. Registries run in this process, so it must not wait for its child. */
function shell(
  text: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((done) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', text], { cwd, env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
    child.on('close', (code) => done({ code: code ?? 1, said }));
  });
}

/** `npx` that knows this very build alone: what is published under its name must not be what is tried. */
export function npxFor(bin: string): string {
  const folder = tempFolder();
  const script = `#!/bin/sh\nwhile [ "\${1#--}" != "$1" ]; do shift; done\ncase "$1" in nx-convoy*) shift; exec "${process.execPath}" "${bin}" "$@" ;; *) echo "npx knows no $1" >&2; exit 1 ;; esac\n`;
  writeFileSync(join(folder, 'npx'), script, { mode: 0o755 });
  return folder;
}
