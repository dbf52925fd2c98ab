import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startRegistries } from '../../packages/local-registries/src/index.ts';

/** An index that the same tests run against, whoever made it. */
export interface Server {
  readonly upload: string;
  readonly simple: string;
  readonly user: string;
  readonly password: string;
  /** What else it promises, beyond what every index does. */
  readonly isPyPI: boolean;
  close(): Promise<void>;
}

export async function ours(): Promise<Server> {
  const registries = await startRegistries({ registries: ['python'] });
  const { url, token } = registries.python;
  return {
    upload: `${url}/legacy/`,
    simple: `${url}/simple/`,
    user: '__token__',
    password: token,
    isPyPI: true,
    close: () => registries.close(),
  };
}

/** Everybody may upload there, and nothing is written over. */
export async function pypiserver(path: string, folder: string): Promise<Server> {
  const port = await freePort();
  const packages = join(folder, 'packages');
  mkdirSync(packages, { recursive: true });
  const args = ['run', '--port', String(port), '--interface', '127.0.0.1', '--authenticate', '.', '--passwords', '.'];
  const server = spawn(path, [...args, '--disable-fallback', packages], { stdio: 'ignore' });
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  const url = `http://127.0.0.1:${port}/`;
  await answers(`${url}simple/`);
  return {
    upload: url,
    simple: `${url}simple/`,
    user: 'anybody',
    password: 'anything',
    isPyPI: false,
    close: () => {
      server.kill();
      return ended;
    },
  };
}

/** It cannot be asked which port it took, so it is told one that was free a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

async function answers(url: string): Promise<void> {
  const until = Date.now() + 20_000;
  while (Date.now() < until) {
    const is = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (is) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`${url} does not answer.`);
}
