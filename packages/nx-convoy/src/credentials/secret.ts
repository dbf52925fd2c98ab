import type { Credential, Secret } from '../model/credential.ts';

const shown = '…';

/** Whatever prints it, prints no more than that something is there. */
export function secretOf(value: string): Secret {
  const hidden = {
    reveal: () => value,
    toString: () => shown,
    toJSON: () => shown,
    [Symbol.for('nodejs.util.inspect.custom')]: () => shown,
  };
  return hidden;
}

/** PyPI's name for "the password is a token". */
const tokenUser = '__token__';

export function tokenFrom(value: string | undefined, from: string): Credential | undefined {
  const token = value?.trim() ?? '';
  return token === '' ? undefined : { is: 'token', token: secretOf(token), from };
}

export function basicFrom(user: string | undefined, secret: string | undefined, from: string): Credential | undefined {
  const [name, password] = [user?.trim() ?? '', secret?.trim() ?? ''];
  if (name === '' || password === '') return undefined;
  if (name === tokenUser) return tokenFrom(password, from);
  return { is: 'basic', user: name, password: secretOf(password), from };
}

/** `user:password`, as the header and many files have it; a password may hold colons. */
export function decodedFrom(base64: string | undefined, from: string): Credential | undefined {
  const [, user, password] = /^([^:]*):([\s\S]*)$/.exec(Buffer.from(base64 ?? '', 'base64').toString('utf8')) ?? [];
  // Some clients fill the end with zeros.
  return basicFrom(user, password?.replace(/\0+$/, ''), from);
}
