import { readFaults } from './faults/read.ts';
import type { Protocol } from './protocol.ts';
import { json, text } from './server/answer.ts';
import { Refused } from './server/refusal.ts';
import { route } from './server/route.ts';
import type { Site } from './site.ts';

/** Faults and recorded requests over HTTP, for tests in another process. It has a port and a token of its own. */
export function admin(
  { faults, recorder }: Pick<Site, 'faults' | 'recorder'>,
  registries: readonly string[],
): Protocol {
  const routes = [
    route('GET', '/requests', 'account', ({ query }) => json(recorder.list(query.get('registry') ?? undefined))),
    route('DELETE', '/requests', 'account', () => {
      recorder.clear();
      return { status: 204 };
    }),
    route('GET', '/faults', 'account', () => json(faults.list())),
    route('POST', '/faults', 'account', async (ask) => {
      const reading = readFaults(await ask.json(), registries);
      if (!reading.ok) throw new Refused('invalid', reading.problems.join('; '));
      for (const fault of reading.faults) faults.set(fault);
      return json(faults.list(), 201);
    }),
    route('DELETE', '/faults', 'account', () => {
      faults.clear();
      return { status: 204 };
    }),
  ];
  return {
    open: () =>
      Promise.resolve({
        routes,
        refuse: ({ status, message, headers }) => text(`${message}\n`, status, headers),
        clients: () => ({}),
      }),
  };
}
