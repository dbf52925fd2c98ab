/** One spelling for addresses that lead to the same place. */
export function plainly(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
}

export const isSame = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && plainly(one) !== undefined && plainly(one) === plainly(other);

export const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : '');

/** This very machine: nothing that is sent there leaves it. */
export const isHere = (address: string): boolean =>
  URL.canParse(address) && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);

/** User and password of an address, where it has them. */
export function userIn(address: string): { readonly user: string; readonly password: string } | undefined {
  if (!URL.canParse(address)) return undefined;
  const { username, password } = new URL(address);
  if (username === '' || password === '') return undefined;
  return { user: decoded(username), password: decoded(password) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A percent sign that begins no escape.
  }
}
