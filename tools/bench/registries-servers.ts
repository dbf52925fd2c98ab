import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { dockerRegistry } from '../../e2e/registries/oci-servers.ts';
import { verdaccio } from '../../e2e/registries/npm-servers.ts';
import { pypiserver } from '../../e2e/registries/python-servers.ts';
import { root } from '../root.ts';
import { client } from '../toolchains/require.ts';

/** A registry in a process of its own, ready to be asked. */
export interface Started {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export type Kind = 'npm' | 'python' | 'oci' | 'forge';

export interface Contender {
  readonly name: string;
  readonly start: (folder: string) => Promise<Started>;
}

const bin = join(root, 'packages/local-registries/dist/bin.js');

/** Ours as whoever installs it starts it; everybody's memory and clock are their own. */
export const ours = (kind: Kind): Contender => ({
  name: 'local-registries',
  async start() {
    if (!existsSync(bin)) throw new Error('Nothing is built yet: npm run build');
    const child = spawn(process.execPath, [bin, kind], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    const [line] = await Promise.race([lineOf(child.stdout), ended.then(() => [])]);
    if (line === undefined) throw new Error(`${bin} ended before it was ready.`);
    const { registries } = JSON.parse(line) as { registries: Record<Kind, { url: string; token: string }> };
    const { url, token } = registries[kind];
    const close = (): Promise<void> => {
      child.kill();
      return ended;
    };
    // Images are pushed by name and password, which is one question less; Python knows a token by a user's name.
    const basic = Buffer.from(`__token__:${token}`).toString('base64');
    const authorization = kind === 'python' || kind === 'oci' ? `Basic ${basic}` : `Bearer ${token}`;
    return { url, headers: { authorization }, close };
  },
});

const lineOf = (stream: NodeJS.ReadableStream): Promise<readonly string[]> =>
  new Promise((done) => createInterface(stream).once('line', (line) => done([line])));

/** Others' registries of this kind that this machine has; what is missing says why. */
export function others(kind: Kind): readonly (Contender | string)[] {
  return foreign[kind].map(({ name, start }) => {
    const found = client(name);
    if (found === undefined || found.state === 'missing')
      return `${name}: ${found?.why ?? 'nobody looked for it: npm run toolchains'}`;
    return { name: `${name} ${found.version}`, start: (folder) => start(found.path, folder) };
  });
}

interface Foreign {
  readonly name: 'verdaccio' | 'pypiserver' | 'docker-registry';
  readonly start: (path: string, folder: string) => Promise<Started>;
}

const foreign: Readonly<Record<Kind, readonly Foreign[]>> = {
  npm: [
    {
      name: 'verdaccio',
      start: async (path, folder) => {
        const { url, token, close } = await verdaccio(path, folder);
        return { url, headers: { authorization: `Bearer ${token}` }, close };
      },
    },
  ],
  python: [
    {
      name: 'pypiserver',
      start: async (path, folder) => {
        const server = await pypiserver(path, folder);
        const basic = Buffer.from(`${server.user}:${server.password}`).toString('base64');
        return {
          url: server.upload.replace(/\/$/, ''),
          headers: { authorization: `Basic ${basic}` },
          close: () => server.close(),
        };
      },
    },
  ],
  oci: [
    {
      name: 'docker-registry',
      start: async (path, folder) => {
        const { host, close } = await dockerRegistry(path, folder);
        return { url: `http://${host}`, headers: {}, close };
      },
    },
  ],
  forge: [],
};
