/**
 * The address under which a client asked, or nothing where the name is not ours. A page of a foreign site can make its name point at
 * 127.0.0.1 and then talk to us as that site (DNS rebinding); its requests still carry the foreign name.
 */
export function originOf(host: string | undefined, allowed: ReadonlySet<string>): string | undefined {
  const [, name = '', port = ''] = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.exec(host ?? '') ?? [];
  const lower = name.toLowerCase().replace(/\.$/, '');
  if (!loopback.has(lower) && !lower.endsWith('.localhost') && !allowed.has(lower)) return undefined;
  return `http://${lower}${port}`;
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
}
