import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startRegistries } from '../../packages/local-registries/src/index.ts';

/** A registry that the same tests run against, whoever made it. */
export interface Server {
  /** `127.0.0.1:4000` */
  readonly host: string;
  /** What points clients at it. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function ours(folder: string, options: { readonly login?: 'basic' | 'token' } = {}): Promise<Server> {
  const registries = await startRegistries({ registries: ['oci'], isPrivate: true, ...options });
  const { env } = await registries.setUp(folder);
  return { host: new URL(registries.urls.oci).host, env, close: () => registries.close() };
}

/** Debian's docker-registry, which the specification grew out of. It lets everybody in. */
export async function dockerRegistry(path: string, folder: string): Promise<Server> {
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'config.yml');
  const lines = [
    'version: 0.1',
    'log: {level: error, accesslog: {disabled: true}}',
    `storage: {filesystem: {rootdirectory: ${JSON.stringify(join(folder, 'data'))}}, delete: {enabled: true}}`,
    `http: {addr: "127.0.0.1:${port}"}`,
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  const server = spawn(path, ['serve', config], { stdio: 'ignore', env: { OTEL_TRACES_EXPORTER: 'none' } });
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  const host = `127.0.0.1:${port}`;
  await answers(`http://${host}/v2/`);
  return {
    host,
    env: {},
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
  const until = Date.now() + 10_000;
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
