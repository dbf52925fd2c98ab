import type { Credential } from '../model/credential.ts';

/**
 * What a child is handed of a credential. A token is a password to clients that know nothing else, with PyPI's name for that, and a password
 * is a token to those.
 */
export function partOf(credential: Credential, part: string): string | undefined {
  const isToken = credential.is === 'token';
  if (part === 'user') return isToken ? '__token__' : credential.user;
  if (part !== 'password' && part !== 'token') return undefined;
  return (isToken ? credential.token : credential.password).reveal();
}
