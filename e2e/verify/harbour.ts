import { join } from 'node:path';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import type { RegistryName } from '../../packages/local-registries/src/protocols.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { command, type Ran } from '../registries/commands.ts';
import { bin } from '../world/bin.ts';
import { commitAll, tempFolder, write } from '../world/folder.ts';

interface Told {
  readonly ok: boolean;
  readonly commit: string;
  readonly units: readonly {
    readonly unit: string;
    readonly version?: string;
    readonly verdict: string;
    readonly because: string;
    readonly upgradedFrom?: string;
    readonly tools: Readonly<Record<string, string>>;
    readonly commands: readonly {
      readonly phase: string;
      readonly command: readonly string[];
      readonly code: number;
    }[];
    readonly fetched: readonly { readonly of: string; readonly name?: string; readonly digest: string }[];
    readonly checksum: { readonly is: string; readonly against?: string };
    readonly documentation: readonly { readonly url: string; readonly is: string }[];
  }[];
  readonly problems: readonly { readonly code: string; readonly what: string; readonly fix: string }[];
}

export interface Harbour {
  readonly registries: Registries;
  /** A folder of its own for each client that publishes. */
  readonly publish: (client: Present, cwd: string, ...args: readonly string[]) => Promise<string>;
  /** The bin, beside the registries that run in this process. */
  readonly verify: (folder: string, ...args: readonly string[]) => Promise<Ran & { readonly told: Told }>;
  /** Likewise, with a variable more. */
  readonly verifyWith: (
    env: NodeJS.ProcessEnv,
    folder: string,
    ...args: readonly string[]
  ) => ReturnType<Harbour['verify']>;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
}

const opened: Registries[] = [];
afterAll(async () => {
  for (const registries of opened) await registries.close();
});

/** Registries, and clients that know them; whoever verifies has neither their tokens nor their homes. */
export async function harbour(
  clients: readonly Present[],
  names: readonly RegistryName[],
  isPrivate = false,
): Promise<Harbour> {
  const registries = (await startRegistries({ registries: names, isPrivate })) as Registries;
  opened.push(registries);
  const home = tempFolder();
  const { env: set } = await registries.setUp(join(home, 'clients'));
  const bare = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:CARGO|PIP|UV|TWINE|npm|NPM|HELM|DOCKER|REGISTRY_AUTH)_/.test(name),
    ),
  );
  const env = { ...callable(clients, bare), HOME: home };
  const publisher = { ...env, ...set, ...imageStorage(join(home, 'storage')), CARGO_TARGET_DIR: join(home, 'target') };
  const verifyWith: Harbour['verifyWith'] = async (more, folder, ...args) => {
    // A user whose pip looks here for all, so that no other index is asked.
    const index = `${(registries.urls as Partial<Registries['urls']>).python ?? ''}/simple/`;
    const { run } = command([process.execPath, bin], () => ({ ...env, PIP_INDEX_URL: index, ...more }));
    const ran = await run(folder, 'verify', '--format=json', ...args);
    const start = ran.said.indexOf('{\n');
    if (start < 0) throw new Error(ran.said);
    return { ...ran, told: JSON.parse(ran.said.slice(start)) as Told };
  };
  return {
    registries,
    env,
    home,
    publish: (client, cwd, ...args) => command([client.path], () => publisher).done(cwd, ...args),
    verifyWith,
    verify: (folder, ...args) => verifyWith({}, folder, ...args),
  };
}

/** A commit that says of itself what it releases. */
export function released(files: Readonly<Record<string, string>>, units: Readonly<Record<string, string>>): string {
  const trailers = [
    `Convoy-Plan: ${'a'.repeat(64)}`,
    'Convoy-Date: 2026-11-20',
    `Convoy-Base: ${'b'.repeat(40)}`,
    'Convoy-Options: {}',
    'Convoy-Version: 0.0.0',
    ...Object.entries(units).map(([id, version]) => `Convoy-Unit: ${id} ${version}`),
  ];
  return commitAll(write(tempFolder(), files), `chore: release\n\n${trailers.join('\n')}\n`);
}

export const crateManifest = (name: string, version: string, rest = ''): string =>
  `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\ndescription = "x"\nlicense = "MIT"\npublish = ["local"]\n${rest}`;

/** Where each of the registries is, as a repository says it. */
export const settings = ({ urls }: Registries, more: object = {}): string =>
  JSON.stringify({
    convoy: {
      registries: { local: `sparse+${urls.crates}/index/`, PyPI: `${urls.python}/simple/`, npm: urls.npm },
      ...more,
    },
  });
