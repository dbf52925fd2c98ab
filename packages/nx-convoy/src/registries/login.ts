import type { Credential } from '../model/credential.ts';

type Headers = Readonly<Record<string, string>>;

/** Name and password, as every server of the web takes them; a token is the password of a user whom its registry names. */
export function basic(by: Credential | undefined, userOfTokens: string): Headers {
  if (by === undefined) return {};
  const pair = by.is === 'basic' ? `${by.user}:${by.password.reveal()}` : `${userOfTokens}:${by.token.reveal()}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A token as it is; who has a name and a password shows these. */
export function bearer(by: Credential | undefined): Headers {
  return by?.is === 'token' ? { authorization: `Bearer ${by.token.reveal()}` } : basic(by, '');
}

/** Only where the registry itself is: files may lie with somebody else, whom its credentials are no business of. */
export const forSameOrigin = (headers: Headers, url: string, registry: string): Headers =>
  new URL(url).origin === new URL(registry).origin ? headers : {};

/** A text of a registry without the secret that it was sent: some repeat what they refuse. */
export function withoutSecretOf(by: Credential | undefined, text: string): string {
  if (by === undefined) return text;
  const secret = (by.is === 'token' ? by.token : by.password).reveal();
  return secret === '' ? text : text.replaceAll(secret, '…');
}
