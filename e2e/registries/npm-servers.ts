import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packed } from '../../packages/local-registries/src/archive/write-tar.ts';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { clients } from '../../packages/local-registries/src/npm/clients.ts';
import { setUp } from '../../packages/local-registries/src/set-up.ts';
import { freePort, startForeign } from './foreign.ts';

/** A registry that the same tests run against, whoever made it. */
export interface Server {
  readonly url: string;
  readonly token: string;
  /** What points clients at it. */
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export async function ours(folder: string): Promise<Server & { readonly registries: Registries<'npm'> }> {
  const registries = await startRegistries({ registries: ['npm'] });
  const { env } = await registries.setUp(folder);
  return { ...registries.npm, env, registries, close: () => registries.close() };
}

export async function verdaccio(path: string, folder: string): Promise<Server> {
  const url = `http://127.0.0.1:${await freePort()}`;
  mkdirSync(folder, { recursive: true });
  const who = '{access: $all, publish: $authenticated, unpublish: $authenticated}';
  const lines = [
    `storage: ${JSON.stringify(join(folder, 'storage'))}`,
    `auth: {htpasswd: {file: ${JSON.stringify(join(folder, 'htpasswd'))}}}`,
    'uplinks: {}',
    `packages: {"@*/*": ${who}, "**": ${who}}`,
    'web: {enable: false}',
    'log: {type: stdout, format: pretty, level: fatal}',
  ];
  const config = join(folder, 'config.yaml');
  writeFileSync(config, `${lines.join('\n')}\n`);
  const command = [process.execPath, path, '--config', config, '--listen', new URL(url).host];
  const { close } = await startForeign(command, { answersAt: `${url}/-/ping`, cwd: folder });
  const body = JSON.stringify({ name: 'local', password: randomBytes(16).toString('hex') });
  const login = { method: 'PUT', body, headers: { 'content-type': 'application/json' } };
  const { token } = (await (await fetch(`${url}/-/user/org.couchdb.user:local`, login)).json()) as { token: string };
  const { env } = await setUp(join(folder, 'clients'), clients({ url, token }));
  return { url, token, env, close };
}

/** Publishes without a client, where a test is about what comes after. */
export async function place({ url, token }: Server, name: string, version: string, tag = 'latest'): Promise<void> {
  const manifest = { name, version, description: 'For a test' };
  const tgz = packed([{ path: 'package/package.json', content: JSON.stringify(manifest) }]);
  const digest = (algorithm: string) => createHash(algorithm).update(tgz);
  const dist = { shasum: digest('sha1').digest('hex'), integrity: `sha512-${digest('sha512').digest('base64')}` };
  const file = `${name}-${version}.tgz`;
  const body = {
    _id: name,
    name,
    'dist-tags': { [tag]: version },
    versions: { [version]: { ...manifest, dist: { ...dist, tarball: `${url}/${name}/-/${file}` } } },
    _attachments: {
      [file]: { content_type: 'application/octet-stream', data: tgz.toString('base64'), length: tgz.length },
    },
  };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/${name}`, { method: 'PUT', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}

export interface Packument {
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, { readonly deprecated?: string; readonly dependencies?: object }>>;
}

export async function packument({ url }: Server, name: string): Promise<Packument | undefined> {
  const answer = await fetch(`${url}/${name.replace('/', '%2f')}`);
  return answer.status === 200 ? ((await answer.json()) as Packument) : undefined;
}
