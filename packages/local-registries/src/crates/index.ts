import type { Protocol } from '../protocol.ts';
import { json } from '../server/answer.ts';
import { route } from '../server/route.ts';

export const crates: Protocol = {
  upstream: 'https://index.crates.io',
  open: () =>
    Promise.resolve({
      routes: [route('GET', '/index/config.json', 'index', ({ origin }) => json({ dl: origin }))],
      refuse: ({ status, message, headers }) => json({ errors: [{ detail: message }] }, status, headers),
      clients: () => ({}),
    }),
};
