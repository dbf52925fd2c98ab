import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

export interface Foreign {
  readonly close: () => Promise<void>;
}

/** Starts somebody else's registry, and waits until it answers there. It says something only where it ends before. */
export async function startForeign(
  [command = '', ...args]: readonly string[],
  { answersAt, cwd, env = {} }: { readonly answersAt: string; readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Foreign> {
  let said = '';
  const server = spawn(command, args, { cwd, env: { PATH: process.env.PATH, HOME: cwd, ...env } });
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = new Promise<void>((done) => {
    server.once('exit', () => done());
    server.once('error', ({ message }) => {
      said += message;
      done();
    });
  });
  const is = { over: false };
  void gone.then(() => (is.over = true));
  const close = (): Promise<void> => {
    server.kill();
    return gone;
  };
  const until = Date.now() + 20_000;
  while (!(await answers(answersAt))) {
    if (is.over || Date.now() > until) {
      await close();
      throw new Error(`${command} does not answer at ${answersAt}: ${said}`);
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  return { close };
}

/** Most cannot be asked which port they took, so they are told one that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
