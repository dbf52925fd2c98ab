import type { Client, ClientName, Present } from './client.ts';
import { standing } from './demand.ts';
import { readRecord } from './record.ts';

/** The record of one client as the last `npm run toolchains` left it. Provisions nothing. */
export function client(name: ClientName): Client | undefined {
  return readRecord().find((one) => one.name === name);
}

/** Tests of a real client: `describeWith('helm', (helm) => { it('lints', ...) })`. */
export function describeWith(name: ClientName, tests: (client: Present) => void): void {
  describeWithAll([name], (clients) => tests(clients[name]));
}

/** Likewise for several: `describeWithAll(['helm', 'images'], ({ helm, images }) => { ... })`. */
export function describeWithAll<Name extends ClientName>(
  names: readonly Name[],
  tests: (clients: Readonly<Record<Name, Present>>) => void,
): void {
  const found = standing(names, readRecord(), process.env.CONVOY_REQUIRE_CLIENTS);
  describe(`with ${names.join(' and ')}`, () => {
    if (found.is === 'here') {
      tests(Object.fromEntries(found.clients.map((one) => [one.name, one])) as Record<Name, Present>);
    } else if (found.is === 'demanded') {
      it('finds its clients', () => {
        throw new Error(`${found.why}. CONVOY_REQUIRE_CLIENTS asks for it.`);
      });
    } else {
      leaveOut(found.why);
    }
  });
}

/** Tests of what only some machines can do, such as mounting a disk. */
export function describeWhere(can: boolean, why: string, tests: () => void): void {
  describe(can ? 'here' : 'elsewhere', () => {
    if (can) tests();
    else leaveOut(why);
  });
}

/** The only skip in this project: it is counted, and its name says why. */
function leaveOut(why: string): void {
  it.skip(why, () => undefined);
}
