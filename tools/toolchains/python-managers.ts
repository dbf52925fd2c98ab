import { join } from 'node:path';
import { missing, present, timed, type ClientName, type Toolchain, type Verdict } from './client.ts';
import { find } from './find.ts';
import { bin, environment } from './python.ts';
import { provision } from './store.ts';

const managers: readonly { readonly name: ClientName; readonly version: string }[] = [
  { name: 'poetry', version: '2.5.1' },
  { name: 'pdm', version: '2.28.0' },
];

/** What judges poetry.lock and pdm.lock: an environment each, for they need other versions of the same modules. */
export const pythonManagers: Toolchain = {
  clients: managers.map(({ name }) => name),
  pins: managers.map(({ name, version }) => `${name}==${version}`),
  provide: () => Promise.all(managers.map((manager) => timed(() => provide(manager)))),
};

async function provide({ name, version }: (typeof managers)[number]): Promise<Verdict> {
  const base = find('python3') ?? find('python');
  if (base === undefined) return missing(name, 'Python is not on PATH');
  const pin = `${name}==${version}`;
  const made = await provision({
    name,
    pins: [pin, base],
    holds: [join(bin, name)],
    make: (folder) => environment(base, folder, [pin]),
  });
  if ('why' in made) return missing(name, made.why);
  return present(name, { state: 'provisioned', version, path: join(made.folder, bin, name) });
}
