import { missing, present, timed, type ClientName, type Toolchain, type Verdict } from './client.ts';
import { install } from './debian.ts';
import { find, versionOf } from './find.ts';

/** Clients that the system has, or that Debian has under some name. */
interface Row {
  readonly name: ClientName;
  readonly debian?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const rows: readonly Row[] = [
  { name: 'git', debian: ['git'] },
  { name: 'gpg', debian: ['gnupg'] },
  { name: 'npm' },
  { name: 'gh', debian: ['gh'] },
  { name: 'docker-registry', debian: ['docker-registry'] },
];

export const system: Toolchain = {
  clients: rows.map((row) => row.name),
  pins: [],
  provide: () => Promise.all(rows.map((row) => timed(() => findOrInstall(row)))),
};

export async function findOrInstall({ name, debian = [], env = {} }: Row): Promise<Verdict> {
  const path = find(name);
  if (path !== undefined) return describe(name, path, { state: 'found', env });
  if (debian.length === 0) return missing(name, 'not on PATH');
  const why = await install(debian);
  const installed = find(name);
  if (installed === undefined) return missing(name, why || `Debian's package ${debian.join(' ')} brought no ${name}`);
  return describe(name, installed, { state: 'provisioned', env });
}

async function describe(
  name: ClientName,
  path: string,
  rest: { readonly state: 'found' | 'provisioned'; readonly env: Readonly<Record<string, string>> },
): Promise<Verdict> {
  const version = await versionOf([path, '--version']);
  return version === undefined
    ? missing(name, `${name} is on PATH but does not work`)
    : present(name, { ...rest, version, path });
}
