import type { Client, ClientName, Missing, Present } from './client.ts';

/** What becomes of tests that need a client: they run, they are skipped for a reason, or they fail for it. */
export type Standing =
  | { readonly is: 'here'; readonly clients: readonly Present[] }
  | { readonly is: 'skipped' | 'demanded'; readonly why: string };

/** @param demand the value of CONVOY_REQUIRE_CLIENTS: `all`, or names with commas between them */
export function standing(names: readonly ClientName[], record: readonly Client[], demand = ''): Standing {
  const clients = names.map((name) => record.find((client) => client.name === name) ?? unknown(name));
  const absent = clients.filter((client) => client.state === 'missing');
  if (absent.length === 0) return { is: 'here', clients: clients.filter((client) => client.state !== 'missing') };
  const why = absent.map((client) => `${client.name} is missing: ${client.why}`).join('; ');
  return { is: absent.some((client) => isDemanded(client, demand)) ? 'demanded' : 'skipped', why };
}

export function isDemanded({ name, optional = false }: Missing, demand: string): boolean {
  const names = demand.split(',').map((part) => part.trim());
  return names.includes(name) || (names.includes('all') && !optional);
}

function unknown(name: ClientName): Missing {
  return { name, state: 'missing', why: 'nobody looked for it; run npm run toolchains', seconds: 0 };
}
