import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { faultOf } from './fault.ts';
import { withoutSecrets } from './secrets.ts';

export interface Ended {
  /** -1 where it could not be started or was killed. */
  readonly code: number;
  readonly answer: string;
  readonly complaint: string;
  /** Why it came to no end of its own. */
  readonly failed?: 'absent' | 'late';
}

export interface Start {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The whole environment, where it is not the user's own. */
  readonly base?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** It is ended then, with all that it has started. */
  readonly timeoutMs?: number;
  /** Of each stream; the last ones are kept. */
  readonly mostBytes?: number;
}

/** Runs one program with a list of arguments, never a shell, and gathers what it says. */
export async function runProcess(argv: readonly string[], start: Start): Promise<Ended> {
  const { cwd, env = {}, base = process.env, input = '', timeoutMs, mostBytes = Infinity } = start;
  const said = { answer: tail(mostBytes), complaint: tail(mostBytes) };
  const { code, failed, message } = await launch(
    argv,
    { cwd, env: { ...base, ...env }, input, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
    ({ stdout, stderr }) => {
      stdout.on('data', said.answer.add);
      stderr.on('data', said.complaint.add);
    },
  );
  return {
    code,
    answer: said.answer.text(),
    complaint: message ?? withoutSecrets(said.complaint.text().trim(), process.env),
    ...(failed === undefined ? {} : { failed }),
  };
}

export interface Launch {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: string;
  readonly timeoutMs?: number;
  /** Told before anything of the program runs, and waited for: nothing of it ever runs if we are killed before that is done. */
  readonly note?: (pid: number) => Promise<void>;
  /** It has done what it was for, and is ended. */
  readonly enough?: AbortSignal;
  /** Ends it, in place of whoever wants us to end: what it does may be worth waiting for. */
  readonly end?: AbortSignal;
}

export interface Landed extends Pick<Ended, 'code' | 'failed'> {
  /** The system's, where the program could not be started. */
  readonly message?: string;
}

/** Starts a program and tells how it ended: in time, with all that it has started, and not after us. */
export function launch(
  argv: readonly string[],
  { cwd, env, input, timeoutMs, note, enough, end: last }: Launch,
  listen: (child: ChildProcessWithoutNullStreams) => void,
): Promise<Landed> {
  const [program = '', ...args] = note === undefined ? argv : gated(argv);
  return new Promise((resolve) => {
    // What has a limit gets a group of its own: a client starts others, and those have to end with it.
    const child = spawn(program, args, { cwd, stdio: 'pipe', env, detached: timeoutMs !== undefined });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      endGroup(child);
    }, timeoutMs ?? 0x7fff_ffff);
    const release = timeoutMs === undefined || last !== undefined ? undefined : endWithUs(child);
    const endNow = (): void => endGroup(child);
    for (const signal of [enough, last]) signal?.addEventListener('abort', endNow, { once: true });
    if (last?.aborted === true) endNow();
    const end = (landed: Landed): void => {
      clearTimeout(timer);
      release?.();
      // Its number may be given to another one from now on.
      for (const signal of [enough, last]) signal?.removeEventListener('abort', endNow);
      resolve(landed);
    };
    // A program that ends early does not read to the end; its exit code tells.
    child.stdin.on('error', () => undefined);
    if (note === undefined || child.pid === undefined) child.stdin.end(input);
    else
      note(child.pid).then(
        () => child.stdin.end(`${gateWord}${input}`),
        (error: unknown) => {
          child.stdin.destroy();
          end({ code: -1, message: `it could not be written down, and was not started: ${String(error)}` });
        },
      );
    listen(child);
    child.on('error', (error) => {
      const isAbsent = faultOf(error) === 'ENOENT';
      end({ code: -1, message: error.message, ...(isAbsent ? { failed: 'absent' } : {}) });
    });
    // 127 is how a shell says that there is no such program.
    const isAbsent = (code: number | null): boolean => note !== undefined && code === 127;
    child.on('close', (code) =>
      end({ code: code ?? -1, ...(isLate ? { failed: 'late' } : isAbsent(code) ? { failed: 'absent' } : {}) }),
    );
  });
}

const gateWord = process.platform === 'win32' ? '' : 'go\n';

/**
 * A program that waits for a word before it begins, under the number that it will have: a shell that reads one line, and then becomes it.
 * The text of it is always this one. Windows has no such thing; there a program is known of a moment after it has begun.
 */
const gated = (argv: readonly string[]): readonly string[] =>
  process.platform === 'win32'
    ? argv
    : ['/bin/sh', '-c', 'read -r word && [ "$word" = go ] && exec "$@"', 'sh', ...argv];

/** The end of a stream: a client that floods it costs no memory. */
function tail(most: number): { add: (chunk: Buffer) => void; text: () => string } {
  let chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= 2 * most) return;
      chunks = [Buffer.concat(chunks).subarray(-most)];
      size = most;
    },
    text: () => Buffer.concat(chunks).subarray(-Math.min(most, size)).toString('utf8'),
  };
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/** A group of its own hears nothing of Ctrl-C: it is told. */
function endWithUs(child: ChildProcess): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const stop = (signal: NodeJS.Signals): void => {
    endGroup(child);
    release();
    // Whoever listens as well ends us in its own way.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const release = (): void => {
    for (const signal of signals) process.off(signal, stop);
  };
  for (const signal of signals) process.on(signal, stop);
  return release;
}
