/** An address of the web without user and password: these are shown to nobody, and sent by who knows them. */
export function withoutUser(address: string): string {
  const url = new URL(address);
  url.username = url.password = '';
  return url.href.replace(/\/$/, '');
}
