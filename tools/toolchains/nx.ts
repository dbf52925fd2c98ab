import { join } from 'node:path';
import { missing, present, timed, type Client, type ClientName, type Toolchain, type Verdict } from './client.ts';
import { npmInstall } from './npm-client.ts';
import { provision } from './store.ts';

const lines: readonly { readonly name: ClientName; readonly version: string }[] = [
  { name: 'nx@22', version: '22.7.12' },
  { name: 'nx@23', version: '23.2.1' },
];

/** The Nx lines beside the one that this checkout uses, each with its devkit. */
export const nx: Toolchain = {
  clients: lines.map((line) => line.name),
  pins: lines.map((line) => line.version),
  provide: async () => {
    const found: Client[] = [];
    // One after the other: each keeps a machine busy by itself.
    for (const line of lines) found.push(await timed(() => provide(line)));
    return found;
  },
};

async function provide({ name, version }: (typeof lines)[number]): Promise<Verdict> {
  const packages = [`nx@${version}`, `@nx/devkit@${version}`];
  const holds = ['node_modules/nx/dist/bin/nx.js', 'node_modules/@nx/devkit/package.json'];
  const made = await provision({
    name: name.replace('@', ''),
    pins: packages,
    holds,
    make: (folder) => npmInstall(folder, packages),
  });
  if ('why' in made) return missing(name, made.why);
  const modules = join(made.folder, 'node_modules');
  return present(name, { state: 'provisioned', version, path: join(modules, 'nx/dist/bin/nx.js'), paths: { modules } });
}
