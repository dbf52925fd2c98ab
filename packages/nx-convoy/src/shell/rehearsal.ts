import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Result } from '../model/problem.ts';
import type { ChildEnd, Performing, RehearsalRules, RehearsalStage, Theatre } from '../model/rehearsal.ts';
import type { ProtocolId } from '../model/registry.ts';
import { ignoreAll } from './ignore.ts';
import { ownBin } from './own-bin.ts';
import { overlayVariable } from './overlay.ts';
import { prompterTo } from './prompter.ts';
import { cloneRepository } from './rehearsal-clone.ts';
import { environmentIn, furnishHome } from './rehearsal-home.ts';
import { names, openRegistries, pointAt, type Embedded } from './rehearsal-registries.ts';
import { folderApart } from './scratch.ts';
import { withoutSecrets } from './secrets.ts';

export const theatreAt = (root: string): Theatre => ({
  open: (rules) => open(root, rules),
  prompter: prompterTo(process.stderr),
  async record(path, text) {
    const file = resolve(root, path);
    if (dirname(file) === resolve(root, 'dist/release')) await ignoreAll(dirname(file));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  },
});

/** Where journals are below the workspace: the default of the verbs, which children are not told otherwise. */
const out = 'dist/release';

async function open(root: string, rules: RehearsalRules): Promise<Result<RehearsalStage>> {
  const folder = await folderApart('nx-convoy-rehearse-');
  const drop = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const cloned = await cloneRepository(root, folder, rules.includeDirty);
    if (!cloned.ok) {
      await drop();
      return cloned;
    }
    const { workspace } = cloned.value;
    const first = await openRegistries(rules);
    const env = await pointAt(first.registries, folder, rules);
    await furnishHome(folder, env);
    const base = { ...environmentIn(folder, process.env, rules.lets), ...env };
    const state: State = { registries: first.registries, undo: [], told: 0 };
    return ok(stageOf({ folder, workspace, base, rules, offline: first.offline, state, drop }));
  } catch (error) {
    await drop();
    throw error;
  }
}

interface State {
  registries: Embedded;
  undo: readonly (() => void)[];
  told: number;
}

interface Ground {
  readonly folder: string;
  readonly workspace: string;
  readonly base: Readonly<Record<string, string>>;
  readonly rules: RehearsalRules;
  readonly offline: readonly ProtocolId[];
  readonly state: State;
  readonly drop: () => Promise<void>;
}

function stageOf(ground: Ground): RehearsalStage {
  const { folder, workspace, rules, offline, state } = ground;
  const { urls } = state.registries;
  return {
    folder: workspace,
    path: (name) => join(folder, name),
    urls: Object.fromEntries(Object.entries(names).map(([id, name]) => [id, urls[name]])) as RehearsalStage['urls'],
    offline,
    perform: (argv, how = {}) => perform(argv, how, ground),
    read: (path) => readFile(resolve(workspace, path), 'utf8').catch(() => undefined),
    async write(name, text) {
      await writeFile(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    },
    disturb(disturbances) {
      state.undo = disturbances.map(({ registry, ...deed }) =>
        state.registries.fault({ registry: names[registry as ProtocolId], ...deed }),
      );
    },
    calm() {
      for (const undo of state.undo) undo();
      state.undo = [];
      state.registries.clearFaults();
    },
    uploads: () =>
      state.registries
        .requests()
        .filter(({ role, method }) => role === 'publish' && !['GET', 'HEAD'].includes(method))
        .map(({ registry, method, path, status }) => `${registry} ${method} ${path} ${status}`),
    troubles: () => [
      ...new Set(
        state.registries
          .requests()
          .flatMap(({ status, fault, path, registry }) =>
            status >= 500 && fault === undefined ? [`${registry} ${path}`] : [],
          ),
      ),
    ],
    async renew() {
      await state.registries.close();
      ({ registries: state.registries } = await openRegistries(rules, {
        embedded: state.registries,
        offline,
      }));
      for (const name of await readdir(join(workspace, out)).catch(() => []))
        if (name.startsWith('journal-')) await rm(join(workspace, out, name));
    },
    shellFile: join(folder, 'clients/env.sh'),
    untilStopped: () =>
      new Promise((done) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
      }),
    async leave(keepFiles) {
      await state.registries.close();
      if (!keepFiles) await ground.drop();
      else await rm(join(folder, 'home'), { recursive: true, force: true });
    },
  };
}

/** A child has a process group of its own: Ctrl-C is for us, and we end it with all that it has started. */
async function perform(
  argv: readonly string[],
  { overlay = {}, line = () => undefined, killAfter }: Performing,
  { folder, workspace, base, state }: Ground,
): Promise<ChildEnd> {
  const file = join(folder, `overlay-${(state.told += 1)}.json`);
  await writeFile(file, JSON.stringify(overlay), { mode: 0o600 });
  const begun = performance.now();
  const lines = await linesIn(join(workspace, out));
  const child = spawn(process.execPath, [ownBin(), ...argv], {
    cwd: workspace,
    env: { ...base, [overlayVariable]: file },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const said = { stdout: '', stderr: '' };
  createInterface({ input: child.stdout }).on('line', (text) => {
    said.stdout += `${text}\n`;
    line(text);
  });
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString('utf8')));
  let isKilled = false;
  const watching = new AbortController();
  if (killAfter !== undefined)
    void grown(join(workspace, out), lines + killAfter, watching.signal).then((isReached) => {
      isKilled = isReached && child.kill('SIGKILL');
    });
  let isStopped = false;
  const stop = (signal: NodeJS.Signals): void => {
    isStopped = true;
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  };
  for (const signal of ends) process.on(signal, stop);
  try {
    const code = await new Promise<number>((done, broken) => {
      child.on('error', broken);
      child.on('close', (ended) => done(ended ?? -1));
    });
    return {
      code,
      stdout: said.stdout,
      stderr: withoutSecrets(said.stderr, process.env),
      ms: performance.now() - begun,
      isKilled,
      isStopped,
    };
  } finally {
    watching.abort();
    for (const signal of ends) process.off(signal, stop);
  }
}

const ends = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whether the journals of a folder came to have so many lines, before nobody waits for it any more. */
async function grown(folder: string, lines: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if ((await linesIn(folder)) >= lines) return true;
    await pause(2);
  }
  return false;
}

async function linesIn(folder: string): Promise<number> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith('journal-'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return texts.join('').split('\n').length;
}
