/** The real clients that end-to-end tests drive. */
export type ClientName =
  | 'cargo'
  | 'python'
  | 'twine'
  | 'uv'
  | 'maturin'
  | 'helm'
  | 'docker'
  | 'buildah'
  | 'skopeo'
  | 'images'
  | 'oras'
  | 'docker-registry'
  | 'verdaccio'
  | 'cargo-http-registry'
  | 'gh'
  | 'git'
  | 'gpg'
  | 'npm'
  | 'pnpm'
  | 'yarn@1'
  | 'yarn@4'
  | 'bun'
  | 'turbo'
  | 'actionlint'
  | 'check-jsonschema'
  | 'shellcheck'
  | 'pypiserver'
  | 'poetry'
  | 'pdm'
  | 'nx@22'
  | 'nx@23'
  | 'node@22'
  | 'node@24';

export interface Present {
  readonly name: ClientName;
  readonly state: 'found' | 'provisioned';
  readonly version: string;
  /** Absolute: the executable, or the script that Node runs. */
  readonly path: string;
  /** What else belongs to it, by name. */
  readonly paths: Readonly<Record<string, string>>;
  /** What it needs to work in an empty home folder. */
  readonly env: Readonly<Record<string, string>>;
  /** A limit that tests may care about. */
  readonly why?: string;
  readonly seconds: number;
}

export interface Missing {
  readonly name: ClientName;
  readonly state: 'missing';
  readonly why: string;
  /** No machine can be asked to have it: `CONVOY_REQUIRE_CLIENTS=all` does not mean it, its name does. */
  readonly optional?: boolean;
  readonly seconds: number;
}

export type Client = Present | Missing;

/** A family of clients that are found or provisioned together. */
export interface Toolchain {
  readonly clients: readonly ClientName[];
  /** Exactly what is provisioned; a change makes a new place in the store. */
  readonly pins: readonly string[];
  provide(options: Options): Promise<readonly Client[]>;
}

export interface Options {
  /** The full matrices too. */
  readonly all: boolean;
}

/** A client before anybody looked at the clock. */
export type Verdict = Found | Absent;
type Found = Omit<Present, 'seconds'>;
type Absent = Omit<Missing, 'seconds'>;

export function present(
  name: ClientName,
  is: Pick<Found, 'state' | 'version' | 'path'> & Partial<Pick<Found, 'paths' | 'env' | 'why'>>,
): Found {
  return { name, paths: {}, env: {}, ...is };
}

export function missing(name: ClientName, why: string, { optional = false } = {}): Absent {
  return { name, state: 'missing', why, ...(optional ? { optional } : {}) };
}

/** Looks for one client and at the clock. */
export async function timed(look: () => Promise<Verdict>): Promise<Client> {
  const start = performance.now();
  const verdict = await look();
  return { ...verdict, seconds: tenths(performance.now() - start) };
}

/** Likewise for clients that come together. */
export async function timedTogether(look: () => Promise<readonly Verdict[]>): Promise<readonly Client[]> {
  const start = performance.now();
  const verdicts = await look();
  const seconds = tenths(performance.now() - start);
  return verdicts.map((verdict) => ({ ...verdict, seconds }));
}

const tenths = (ms: number): number => Math.round(ms / 100) / 10;
