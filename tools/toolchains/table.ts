import type { Client } from './client.ts';

/** The clients as a table for people. */
export function table(clients: readonly Client[]): string {
  const header = ['client', 'version', 'seconds', 'state'];
  const rows = clients.map((client) => [
    client.name,
    client.state === 'missing' ? '-' : client.version,
    client.seconds.toFixed(1),
    client.state + (client.why === undefined ? '' : `: ${client.why}`),
  ]);
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}
