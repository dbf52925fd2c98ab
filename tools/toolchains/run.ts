import { spawn, type ChildProcess } from 'node:child_process';
import { basename } from 'node:path';

export interface Limits {
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Shows the child's output as it comes instead of collecting it. */
  readonly show?: boolean;
}

export interface Finished {
  readonly ok: boolean;
  readonly stdout: string;
  /** Both streams in the order of their arrival. */
  readonly said: string;
  /** Empty when the command succeeded; else one line that tells how it ended. */
  readonly why: string;
}

/** Runs one command without a shell and without standard input; it never outlives its time limit or this process. */
export function run(argv: readonly string[], limits: Limits): Promise<Finished> {
  const [command = '', ...args] = argv;
  const { show = false, timeoutMs, ...where } = limits;
  return new Promise((done) => {
    const output = show ? 'inherit' : 'pipe';
    // A group of its own: installers start children, and those have to end with them.
    const child = spawn(command, args, { ...where, stdio: ['ignore', output, output], detached: true });
    let stdout = '';
    let said = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      endGroup(child);
    }, timeoutMs);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      said += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    running.add(child);
    const finish = (why: string): void => {
      clearTimeout(timer);
      running.delete(child);
      done({ ok: why === '', stdout, said, why });
    };
    child.on('error', (error) => finish(`${basename(command)} did not start: ${error.message}`));
    child.on('close', (code, signal) => {
      if (late) finish(`${basename(command)} took longer than ${timeoutMs / 1000} s`);
      else
        finish(code === 0 ? '' : `${basename(command)} ended with ${signal ?? `code ${code ?? '?'}`}${lastLine(said)}`);
    });
  });
}

const running = new Set<ChildProcess>();

process.on('exit', () => {
  for (const child of running) endGroup(child);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(1));
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1)?.trim();
  return line === undefined || line === '' ? '' : `: ${line.slice(0, 160)}`;
}
