import { join } from 'node:path';
import { missing, present, timed, type ClientName, type Toolchain, type Verdict } from './client.ts';
import { find } from './find.ts';
import { bin, environment } from './python.ts';
import { provision } from './store.ts';

interface Manager {
  readonly name: ClientName;
  readonly version: string;
  /** What it does not fix itself, and does not work with the newest of. */
  readonly beside: readonly string[];
}

const managers: readonly Manager[] = [
  { name: 'poetry', version: '2.5.1', beside: [] },
  { name: 'pdm', version: '2.28.0', beside: ['hishel==1.2.1'] },
];

/** What judges poetry.lock and pdm.lock: an environment each, for they need other versions of the same modules. */
export const pythonManagers: Toolchain = {
  clients: managers.map(({ name }) => name),
  pins: managers.flatMap(({ name, version, beside }) => [`${name}==${version}`, ...beside]),
  provide: () => Promise.all(managers.map((manager) => timed(() => provide(manager)))),
};

async function provide({ name, version, beside }: Manager): Promise<Verdict> {
  const base = find('python3') ?? find('python');
  if (base === undefined) return missing(name, 'Python is not on PATH');
  const pins = [`${name}==${version}`, ...beside];
  const made = await provision({
    name,
    pins: [...pins, base],
    holds: [join(bin, name)],
    make: (folder) => environment(base, folder, pins),
  });
  if ('why' in made) return missing(name, made.why);
  return present(name, { state: 'provisioned', version, path: join(made.folder, bin, name) });
}
