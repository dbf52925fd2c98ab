import { createHash } from 'node:crypto';
import { startRegistries, type Options, type Registries } from '../start.ts';
import { wheelName, wheelOf } from '../python/write-wheel.ts';
import { packed } from '../archive/write-tar.ts';
import { jobEnvironment, type Job } from './job.ts';
import type { TrustedPublisher } from './publisher.ts';

/** Registries that trust jobs, and a job that asks them. Only tests use it. */
export type Name = 'crates' | 'npm' | 'python' | 'oidc';
export const time = { now: Date.UTC(2026, 0, 2) };
const clock = { now: () => time.now, wait: () => Promise.resolve() };
export const minutes = (count: number): number => count * 60_000;

export const job: Job = { repository: 'Quay/Harbor', workflow: 'release.yml', environment: 'live' };
export const trusted = (registry: string, name: string, more: object = {}): TrustedPublisher => ({
  registry,
  package: name,
  repository: 'quay/harbor',
  workflow: 'release.yml',
  ...more,
});

/** Those that were started last. */
export let registries: Registries<Name>;
export const close = (): Promise<void> => registries.close();
export const start = async (options: Options<Name> = {}): Promise<void> => {
  time.now = Date.UTC(2026, 0, 2);
  const publishers = ['crates', 'npm', 'python'].map((registry) => trusted(registry, 'anchor'));
  registries = await startRegistries<Name>({
    registries: ['crates', 'npm', 'python', 'oidc'],
    clock,
    publishers,
    ...options,
  });
};

/** As a client in that job asks: it adds the audience to the address that the CI told it. */
export async function proof(audience: string, of: Job = job): Promise<string> {
  const env = jobEnvironment(registries.oidc, of);
  const answer = await fetch(`${env.ACTIONS_ID_TOKEN_REQUEST_URL ?? ''}&audience=${encodeURIComponent(audience)}`, {
    headers: { authorization: `bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? ''}` },
  });
  if (answer.status !== 200) throw new Error(`the issuer answers ${answer.status}`);
  return ((await answer.json()) as { value: string }).value;
}

interface Exchange {
  readonly audience: string;
  readonly send: (proof: string) => Promise<Response>;
  readonly publish: (token: string, name?: string) => Promise<Response>;
  readonly lifeMinutes: number;
}

const crate = (name: string, version: string): Buffer => {
  const json = Buffer.from(
    JSON.stringify({ name, vers: version, deps: [], features: {}, description: 'd', license: 'MIT' }),
  );
  const content = `[package]\nname = "${name}"\nversion = "${version}"\n`;
  const file = packed([{ path: `${name}-${version}/Cargo.toml`, content }]);
  const size = (bytes: Buffer): Buffer => Buffer.from(Uint32Array.of(bytes.length).buffer);
  return Buffer.concat([size(json), json, size(file), file]);
};
export const putCrate = (token: string, name: string, version: string): Promise<Response> =>
  fetch(`${registries.crates.url}/api/v1/crates/new`, {
    method: 'PUT',
    headers: { authorization: token },
    body: Buffer.from(crate(name, version)),
  });
export const putPackage = (token: string, name: string, version: string): Promise<Response> =>
  fetch(`${registries.npm.url}/${name}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { name, version } },
      _attachments: {
        'a.tgz': {
          data: packed([{ path: 'package/package.json', content: JSON.stringify({ name, version }) }]).toString(
            'base64',
          ),
        },
      },
    }),
  });
export const postWheel = (token: string, name: string, version: string): Promise<Response> => {
  const form = new FormData();
  const bytes = wheelOf({ name, version });
  form.set(':action', 'file_upload');
  form.set('name', name);
  form.set('filetype', 'bdist_wheel');
  form.set('pyversion', 'py3');
  form.set('md5_digest', '');
  form.set('sha256_digest', createHash('sha256').update(bytes).digest('hex'));
  form.set('content', new Blob([bytes]), wheelName({ name, version }));
  const authorization = `Basic ${Buffer.from(`__token__:${token}`).toString('base64')}`;
  return fetch(`${registries.python.url}/legacy/`, { method: 'POST', headers: { authorization }, body: form });
};

export const exchanges: Readonly<Record<'crates' | 'npm' | 'python', Exchange>> = {
  crates: {
    audience: 'crates.io',
    lifeMinutes: 30,
    send: (jwt) =>
      fetch(`${registries.crates.url}/api/v1/trusted_publishing/tokens`, {
        method: 'POST',
        body: JSON.stringify({ jwt }),
      }),
    publish: (token, name = 'anchor') => putCrate(token, name, '2.0.0'),
  },
  npm: {
    audience: 'npm:127.0.0.1',
    lifeMinutes: 60,
    send: (jwt) =>
      fetch(`${registries.npm.url}/-/npm/v1/oidc/token/exchange/package/anchor`, {
        method: 'POST',
        headers: { authorization: `Bearer ${jwt}` },
      }),
    publish: (token, name = 'anchor') => putPackage(token, name, '2.0.0'),
  },
  python: {
    audience: 'pypi',
    lifeMinutes: 15,
    send: (token) =>
      fetch(`${registries.python.url}/_/oidc/mint-token`, { method: 'POST', body: JSON.stringify({ token }) }),
    publish: (token, name = 'anchor') => postWheel(token, name, '2.0.0'),
  },
};

/** What is there before anybody trusts a job with it: crates.io and npm want that. */
export async function first(name: 'anchor' | 'buoy'): Promise<void> {
  const { crates, npm, python } = registries;
  const all = await Promise.all([
    putCrate(crates.token, name, '1.0.0'),
    putPackage(npm.token, name, '1.0.0'),
    postWheel(python.token, name, '1.0.0'),
  ]);
  const refused = all.find(({ ok }) => !ok);
  if (refused !== undefined) throw new Error(`${name} was not published first: ${await said(refused)}`);
}

export const tokenIn = async (answer: Response): Promise<string> => ((await answer.json()) as { token: string }).token;
export const said = async (answer: Response): Promise<string> => `${answer.status} ${await answer.text()}`;
export const names = ['crates', 'npm', 'python'] as const;
