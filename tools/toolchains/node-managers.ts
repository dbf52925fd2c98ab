import { join } from 'node:path';
import { missing, present, timed, type ClientName, type Toolchain, type Verdict } from './client.ts';
import { versionOf } from './find.ts';
import { npmInstall } from './npm-client.ts';
import { provision } from './store.ts';

interface Manager {
  readonly name: ClientName;
  readonly spec: string;
  /** Below node_modules: a script that Node runs, or a program. */
  readonly file: string;
}

const bun = process.platform === 'linux' && process.arch === 'x64';

const managers: readonly Manager[] = [
  { name: 'pnpm', spec: 'pnpm@10.34.9', file: 'pnpm/bin/pnpm.cjs' },
  { name: 'yarn@1', spec: 'yarn@1.22.22', file: 'yarn/bin/yarn.js' },
  { name: 'yarn@4', spec: '@yarnpkg/cli-dist@4.18.1', file: '@yarnpkg/cli-dist/bin/yarn.js' },
  // The baseline build asks nothing of the processor that a virtual machine may not have.
  { name: 'bun', spec: '@oven/bun-linux-x64-baseline@1.4.5', file: '@oven/bun-linux-x64-baseline/bin/bun' },
  // It manages no packages: it runs their scripts.
  { name: 'turbo', spec: 'turbo@2.11.11', file: 'turbo/bin/turbo' },
];

/** What judges the lock files of npm packages, and what runs their scripts; each by its version from npm. */
export const nodeManagers: Toolchain = {
  clients: managers.map(({ name }) => name),
  pins: managers.map(({ spec }) => spec),
  provide: () => Promise.all(managers.map((manager) => timed(() => provide(manager)))),
};

async function provide({ name, spec, file }: Manager): Promise<Verdict> {
  if (name === 'bun' && !bun) return missing(name, `not provisioned for ${process.platform} on ${process.arch}`);
  const made = await provision({
    name: name.replace('@', ''),
    pins: [spec],
    holds: [join('node_modules', file)],
    make: (folder) => npmInstall(folder, [spec]),
  });
  if ('why' in made) return missing(name, made.why);
  const path = join(made.folder, 'node_modules', file);
  const version = await versionOf(name === 'bun' ? [path, '--version'] : [process.execPath, path, '--version']);
  return version === undefined
    ? missing(name, 'the one in the store does not work here')
    : present(name, { state: 'provisioned', version, path });
}
