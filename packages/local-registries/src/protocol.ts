import type { Clock } from './clock.ts';
import type { DeclaredRepositories } from './repositories.ts';
import type { Answer } from './server/answer.ts';
import type { Refusal } from './server/refusal.ts';
import type { Route } from './server/route.ts';
import type { Tokens } from './server/tokens.ts';
import type { PackagesFolder } from './sources/folder.ts';
import type { Upstream } from './sources/upstream.ts';
import type { Blobs } from './storage/blobs.ts';
import type { Table } from './storage/table.ts';
import type { Trust } from './trust/trust.ts';

/** One kind of registry: a folder beside this file, and a line in protocols.ts. */
export interface Protocol {
  /** The public registry of this kind, asked only where passthrough is wanted. */
  readonly upstream?: string;
  /** What tokens begin with where clients expect it. */
  readonly tokenPrefix?: string;
  /** Names of hosts by which clients ask through a socket of Unix: no page of a foreign site can reach that. */
  readonly socketHosts?: readonly string[];
  open(house: House): Promise<Registry>;
}

/** What a protocol is handed. It never opens a socket, a file or a timer of its own. */
export interface House {
  readonly clock: Clock;
  readonly blobs: Blobs;
  readonly tokens: Tokens;
  /** Whether reading needs a token too. */
  readonly isPrivate: boolean;
  /** Which way to log in a client is told first; both are taken. Only images know two. */
  readonly login: Login;
  /** What the forge has; absent where any repository that somebody asks for is there. */
  readonly repositories?: DeclaredRepositories;
  /** Metadata by key; the name becomes a folder where the registry is kept. */
  readonly table: <T>(name: string) => Promise<Table<T>>;
  /** Jobs that may publish without a token of their own. */
  readonly trust: Trust;
  /** Asked for what nobody published here, after the folder. */
  readonly upstream?: Upstream;
  /** Already fetched packages, asked for what nobody published here. */
  readonly packages?: PackagesFolder;
}

/** By a token that another address gives for name and password, or by name and password themselves. */
export type Login = 'token' | 'basic';

export interface Registry {
  /** The first that fits a request answers it. */
  readonly routes: readonly Route[];
  /** Says no in the words that the clients of this protocol expect. */
  refuse(refusal: Refusal, asked: Asked): Answer;
  /** What no client of the public registry can do, for whoever runs this one: at the admin address, below the registry's name. */
  readonly admin?: readonly Route[];
  /** How each client is pointed here, by the client's name. */
  clients(at: Address): Readonly<Record<string, ClientSetup>>;
}

/** What was refused. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** By which name the client knows us; absent where that name is not ours. */
  readonly origin?: string;
}

export interface Address {
  /** `http://127.0.0.1:4000`, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** The file of a socket, where the protocol and the system have one. */
  readonly socket?: string;
}

/** All of this together points a client at a registry; arguments repeat what files say, for those who prefer them. */
export interface ClientSetup {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly files?: ConfigFiles | readonly ConfigFiles[];
}

/** Configuration files by name, and the variable that tells the client the folder (or the file) where they are. */
export interface ConfigFiles {
  readonly variable: string;
  readonly is: 'folder' | 'file';
  readonly content: Readonly<Record<string, string>>;
}
