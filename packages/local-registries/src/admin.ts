import { readFaults } from './faults/read.ts';
import type { Protocol } from './protocol.ts';
import { json, text } from './server/answer.ts';
import { Refused } from './server/refusal.ts';
import { route, type Route } from './server/route.ts';
import type { Site } from './site.ts';
import { readPublishers } from './trust/publisher.ts';

/** Faults, recorded requests, trusted publishers and what registries add, over HTTP, for tests in another process. It has a port and a token of its own. */
export function admin(
  { faults, recorder, publishers }: Pick<Site, 'faults' | 'recorder' | 'publishers'>,
  registries: readonly string[],
  ofRegistries: readonly Route[],
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
    route('GET', '/publishers', 'account', () => json(publishers.list())),
    route('POST', '/publishers', 'account', async (ask) => {
      const reading = readPublishers(await ask.json(), registries);
      if (!reading.ok) throw new Refused('invalid', reading.problems.join('; '));
      for (const publisher of reading.publishers) publishers.add(publisher);
      return json(publishers.list(), 201);
    }),
    route('DELETE', '/publishers', 'account', () => {
      publishers.clear();
      return { status: 204 };
    }),
    ...ofRegistries,
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
