import type { Credential, Entry } from '../model/credential.ts';
import { hostOf } from './address.ts';
import { variable } from './cargo.ts';
import type { Part } from './secret.ts';

export const clients = ['cargo', 'twine', 'uv', 'maturin', 'npm', 'helm', 'skopeo'] as const;
export type Client = (typeof clients)[number];

/** How a client is handed a credential: never as an argument, which every process of the machine can read. */
export interface Carried {
  /** Variables, each with the part of the credential that it carries. */
  readonly secrets: Readonly<Record<string, Part>>;
  /** What else it must be told so that it looks there. */
  readonly env: Readonly<Record<string, string>>;
  /** Of clients that read files alone: the variable that names one, and how it is called. Whoever runs them writes it for them alone. */
  readonly file?: { readonly variable: string; readonly name: string; readonly of: 'auths' };
}

/** @param entry `word` is the name by which the client is told of the registry */
export function carriedBy(client: Client, credential: Credential, entry: Entry): Carried {
  const asBasic = (user: string, password: string): Carried => told({ [user]: 'user', [password]: 'password' });
  const isToken = credential.is === 'token';
  switch (client) {
    case 'cargo': {
      const name = entry.word === undefined || entry.word === 'crates.io' ? 'crates-io' : entry.word;
      // Where settings name another provider, cargo would not even look at the variable.
      return told({ [variable(name, 'TOKEN')]: 'token' }, { [variable(name, 'CREDENTIAL_PROVIDER')]: 'cargo:token' });
    }
    case 'twine':
      return asBasic('TWINE_USERNAME', 'TWINE_PASSWORD');
    case 'uv':
      return isToken ? told({ UV_PUBLISH_TOKEN: 'token' }) : asBasic('UV_PUBLISH_USERNAME', 'UV_PUBLISH_PASSWORD');
    case 'maturin':
      return isToken ? told({ MATURIN_PYPI_TOKEN: 'token' }) : asBasic('MATURIN_USERNAME', 'MATURIN_PASSWORD');
    case 'npm': {
      const { host, pathname } = new URL(entry.registry.url);
      const key = `npm_config_//${host}${pathname.replace(/\/*$/, '/')}`;
      return isToken
        ? told({ [`${key}:_authToken`]: 'token' })
        : told({ [`${key}:username`]: 'user', [`${key}:_password`]: 'base64' });
    }
    case 'helm':
      return inFile('HELM_REGISTRY_CONFIG');
    case 'skopeo':
      return inFile('REGISTRY_AUTH_FILE');
  }
}

const told = (secrets: Carried['secrets'], env: Carried['env'] = {}): Carried => ({ secrets, env });

const inFile = (variable: string): Carried => ({
  secrets: {},
  env: {},
  file: { variable, name: 'config.json', of: 'auths' },
});

/** The text of such a file: the one place where a credential is written out, by whoever runs the client. */
export function authsOf(credential: Credential, { registry }: Entry): string {
  const own =
    credential.is === 'token'
      ? { identitytoken: credential.token.reveal(), auth: Buffer.from('<token>:').toString('base64') }
      : { auth: Buffer.from(`${credential.user}:${credential.password.reveal()}`).toString('base64') };
  return `${JSON.stringify({ auths: { [hostOf(registry.url)]: own } }, undefined, 2)}\n`;
}
