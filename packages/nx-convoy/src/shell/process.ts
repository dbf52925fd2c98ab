import { spawn } from 'node:child_process';

export interface Ended {
  /** -1 where it could not be started or was killed. */
  readonly code: number;
  readonly answer: string;
  readonly complaint: string;
}

export interface Start {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs one program with a list of arguments, never a shell, and gathers what it says. */
export function runProcess(argv: readonly string[], { cwd, env = {}, input = '' }: Start): Promise<Ended> {
  const [program = '', ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: 'pipe', env: { ...process.env, ...env } });
    const said: Record<'answer' | 'complaint', Buffer[]> = { answer: [], complaint: [] };
    const text = (of: keyof typeof said): string => Buffer.concat(said[of]).toString('utf8');
    // A program that ends early does not read to the end; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.stdout.on('data', (chunk: Buffer) => said.answer.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.complaint.push(chunk));
    child.on('error', (error) => resolve({ code: -1, answer: '', complaint: error.message }));
    child.on('close', (code) =>
      resolve({ code: code ?? -1, answer: text('answer'), complaint: withoutSecrets(text('complaint').trim()) }),
    );
  });
}

/** Git repeats the URL that it was given, with the password in it. */
const withoutSecrets = (text: string): string => text.replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@]+@/gi, '$1…@');
