import { cargo } from '../toolchains/cargo.ts';
import type { Client, ClientName, Missing, Present, Toolchain } from '../toolchains/client.ts';
import { helm } from '../toolchains/helm.ts';
import { images } from '../toolchains/images.ts';
import { python } from '../toolchains/python.ts';
import { imageStorage } from '../toolchains/image-storage.ts';
import { buildersOfWheels } from './builders.ts';

/** What a release of the sample needs; npm and git are there, or nobody would be here. */
const families: readonly Toolchain[] = [cargo, python, helm, images];
const needed: ReadonlySet<ClientName> = new Set(['cargo', 'python', 'uv', 'maturin', 'helm', 'images']);

export interface Clients {
  readonly present: readonly Present[];
  readonly missing: readonly Missing[];
}

/** Finds or provisions them, one family beside the other, and tells of each as it comes. Images are kept in `storage`, apart from others. */
export async function clientsForDemo(storage: string, tell: (line: string) => void): Promise<Clients> {
  const found = await Promise.all(
    families.map(async (family) => {
      const clients = (await family.provide({ all: false })).filter(({ name }) => needed.has(name));
      for (const client of clients) tell(line(client));
      return clients;
    }),
  );
  const all = found.flat();
  const present = all.flatMap((client) => (client.state === 'missing' ? [] : [withStorage(client, storage)]));
  return {
    present: await Promise.all(present.map(withBuilders)),
    missing: all.flatMap((client) => (client.state === 'missing' ? [client] : [])),
  };
}

const line = (client: Client): string =>
  client.state === 'missing'
    ? `${titleOf(client)} is missing: ${client.why}`
    : `${client.name === 'images' ? '' : `${client.name} `}${client.version}, ${client.state}${client.seconds < 1 ? '' : ` in ${client.seconds.toFixed(0)} s`}`;

/** `images` is whichever client builds them. */
export const titleOf = ({ name }: Client): string => (name === 'images' ? 'a builder of images' : name);

const withStorage = (client: Present, storage: string): Present =>
  client.name === 'images' && 'buildah' in client.paths
    ? { ...client, env: { ...client.env, ...imageStorage(storage) } }
    : client;

async function withBuilders(client: Present): Promise<Present> {
  if (client.name !== 'python') return client;
  const made = await buildersOfWheels(client);
  return 'why' in made ? client : { ...client, env: { ...client.env, PIP_FIND_LINKS: made.folder } };
}
