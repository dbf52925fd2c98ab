import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startRegistries } from '../../packages/local-registries/src/index.ts';
import { freePort, startForeign } from './foreign.ts';

/** A registry that the same tests run against, whoever made it. */
export interface Server {
  /** `127.0.0.1:4000` */
  readonly host: string;
  /** What points clients at it. */
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
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
  const host = `127.0.0.1:${port}`;
  const { close } = await startForeign([path, 'serve', config], {
    answersAt: `http://${host}/v2/`,
    cwd: folder,
    env: { OTEL_TRACES_EXPORTER: 'none' },
  });
  return { host, env: {}, close };
}
