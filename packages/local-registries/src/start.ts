import { admin } from './admin.ts';
import type { Clock } from './clock.ts';
import type { Fault } from './faults/fault.ts';
import type { Address, ClientSetup, Login, Protocol } from './protocol.ts';
import type { RepositoriesOptions } from './repositories.ts';
import { protocols, registryNames, type RegistryName } from './protocols.ts';
import { isLoopback } from './server/host.ts';
import { defaultLimits, type Limits } from './server/limits.ts';
import { listen, listenAt, type Listening } from './server/listen.ts';
import type { Route } from './server/route.ts';
import type { Recorded } from './server/record.ts';
import { joined, setUp, type SetUp } from './set-up.ts';
import { openSite, type Site } from './site.ts';
import type { TrustedPublisher } from './trust/publisher.ts';

export interface Options<Name extends RegistryName = RegistryName> {
  /** Which to start; all, unless told. */
  readonly registries?: readonly Name[];
  /** Where to listen: 127.0.0.1, unless told. */
  readonly host?: string;
  /** Further names under which clients ask, such as that of this machine inside of a container. */
  readonly hostNames?: readonly string[];
  /** Any free port, unless told. */
  readonly ports?: Readonly<Partial<Record<Name | 'admin', number>>>;
  /** Made up, unless told. */
  readonly tokens?: Readonly<Partial<Record<Name | 'admin', string>>>;
  /** Reading needs a token too. */
  readonly isPrivate?: boolean;
  /** How the registry of images asks clients to log in: for a token, unless told. */
  readonly login?: Login;
  /** The repositories of the forge, by `owner/name`: any that is asked for, unless told. */
  readonly repositories?: RepositoriesOptions;
  /** Where all of it is kept; without, it is gone in the end. */
  readonly keepIn?: string;
  /** A folder of already fetched packages, asked for what nobody published here; or one for each registry. */
  readonly packages?: string | Readonly<Partial<Record<Name, string>>>;
  /** The public registries, or others by their address, asked for what neither has. */
  readonly upstream?: boolean | Readonly<Partial<Record<Name, string>>>;
  /** Jobs that may publish without a token of their own. */
  readonly publishers?: readonly TrustedPublisher[];
  readonly faults?: readonly Fault[];
  readonly limits?: Partial<Limits>;
  readonly clock?: Clock;
}

/** A registry that runs, and how to point each of its clients at it. */
export interface Running extends Address {
  readonly clients: Readonly<Record<string, ClientSetup>>;
}

export type Registries<Name extends RegistryName = RegistryName> = Readonly<Record<Name, Running>> & {
  readonly urls: Readonly<Record<Name, string>>;
  readonly tokens: Readonly<Record<Name, string>>;
  /** Points every client here at once, as far as variables can. */
  readonly env: Readonly<Record<string, string>>;
  /** Faults and requests, for other processes. */
  readonly admin: Address;
  /** Writes into a folder what clients read, and tells the variables that name it. */
  readonly setUp: (folder: string) => Promise<SetUp>;
  readonly requests: (registry?: Name) => readonly Recorded[];
  /** Lets something go wrong; what it returns takes that back. */
  readonly fault: (fault: Fault) => () => void;
  readonly clearFaults: () => void;
  readonly close: () => Promise<void>;
};

/** Starts registries that real clients believe; they are ready when this resolves. */
export async function startRegistries<Name extends RegistryName = RegistryName>(
  options: Options<Name> = {},
): Promise<Registries<Name>> {
  const names: readonly Name[] = options.registries ?? (registryNames as readonly Name[]);
  const site = await openSite(options);
  const opened: Pick<Listening, 'close'>[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((one) => one.close()));
    await site.close();
  };
  const manage: Route[] = [];
  const open = async (name: Name | 'admin', protocol: Protocol, from?: string): Promise<Running> => {
    const { running, listening, registry } = await run(site, options, { name, protocol, from });
    opened.push(...listening);
    manage.push(...(registry.admin ?? []).map((route) => ({ ...route, path: `/${name}${route.path}` })));
    return running;
  };
  try {
    const running = await Promise.all(
      names.map(async (name) => [name, await open(name, protocols[name], upstreamOf(name, options.upstream))] as const),
    );
    const keeper = await open('admin', admin(site, names, manage));
    for (const fault of options.faults ?? []) site.faults.set(fault);
    return together(site, new Map(running), keeper, close);
  } catch (error) {
    await close();
    throw error;
  }
}

interface Start<Name extends RegistryName> {
  readonly name: Name | 'admin';
  readonly protocol: Protocol;
  readonly from: string | undefined;
}

async function run<Name extends RegistryName>(
  site: Site,
  options: Options<Name>,
  { name, protocol, from }: Start<Name>,
) {
  const { host = '127.0.0.1', hostNames = [], ports, limits, isPrivate = false } = options;
  const house = await site.house(name, protocol, from);
  const registry = await protocol.open(house);
  const given = options.tokens?.[name];
  const token = house.tokens.issue(given === undefined ? {} : { token: given });
  const hosts = new Set([...hostNames, ...(isLoopback(host) ? [] : [host])].map((one) => one.toLowerCase()));
  const { clock, faults, recorder } = site;
  const served = {
    name,
    registry,
    tokens: house.tokens,
    isPrivate,
    hosts,
    clock,
    faults,
    recorder,
    limits: { ...defaultLimits, ...limits },
  };
  const listening = await listen(served, host, ports?.[name] ?? 0);
  const socket = protocol.socketHosts === undefined ? undefined : await site.socket(name);
  const also =
    socket === undefined ? [] : [await listenAt({ ...served, hosts: new Set(protocol.socketHosts) }, socket)];
  const at = { url: listening.url, token, ...(socket === undefined ? {} : { socket }) };
  return {
    listening: [listening, ...also],
    registry,
    running: { ...at, clients: registry.clients(at) },
  };
}

function upstreamOf<Name extends RegistryName>(
  name: Name,
  wanted: Options<Name>['upstream'] = false,
): string | undefined {
  const protocol: Protocol = protocols[name];
  return typeof wanted === 'object' ? wanted[name] : wanted ? protocol.upstream : undefined;
}

function together<Name extends RegistryName>(
  site: Site,
  running: ReadonlyMap<Name, Running>,
  keeper: Address,
  close: () => Promise<void>,
): Registries<Name> {
  const each = <T>(value: (one: Running) => T) =>
    Object.fromEntries([...running].map(([name, one]) => [name, value(one)])) as Record<Name, T>;
  const setups = [...running.values()].flatMap(({ clients }) => Object.values(clients));
  return {
    ...each((one) => one),
    urls: each(({ url }) => url),
    tokens: each(({ token }) => token),
    env: Object.assign({}, ...setups.map(({ env }) => env)) as Record<string, string>,
    admin: { url: keeper.url, token: keeper.token },
    setUp: (folder) => setUp(folder, joined([...running.values()].map(({ clients }) => clients))),
    requests: (registry) => site.recorder.list(registry),
    fault: (fault) => site.faults.set(fault),
    clearFaults: () => site.faults.clear(),
    close,
  };
}
