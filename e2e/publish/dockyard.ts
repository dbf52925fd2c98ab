import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { eventSchema } from '../../packages/nx-convoy/src/verbs/publish/events-schema.ts';
import { bin } from '../world/bin.ts';
import { commitAll, tempFolder, write } from '../world/folder.ts';

/** A user's machine that knows the embedded registries, and nothing else of this one. */
export interface Dockyard {
  readonly registries: Registries;
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function openDockyard(clients: NodeJS.ProcessEnv): Promise<Dockyard> {
  const registries = await startRegistries();
  const home = tempFolder();
  const env: NodeJS.ProcessEnv = { ...(await registries.setUp(join(home, 'clients'))).env };
  // What builds are made with comes from where this machine has it.
  for (const name of ofBuilds) env[name] = clients[name];
  const python = new URL(registries.urls.python).host.replaceAll(/[.:]/g, '_');
  env[`CONVOY_TOKEN_${python}`] = registries.tokens.python;
  return {
    registries,
    env: { ...clients, HOME: home, ...env, CARGO_REGISTRY_TOKEN: registries.tokens.crates, NX_DAEMON: 'false' },
    close: () => registries.close(),
  };
}

export interface Told {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of JSON. */
  readonly end: {
    readonly units: readonly { readonly unit: string; readonly is: string; readonly why: string }[];
    readonly problems: readonly { readonly code: string; readonly what: string; readonly fix: string }[];
    readonly nothing?: string;
  };
}

/** The built bin. Registries run in this process, so it must not wait for its child. */
export function publish(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Told> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, 'publish', '--format=json', ...args], { cwd: folder, env });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (text: Buffer) => (said.stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said.stderr += text.toString()));
    child.on('close', (code) => {
      const lines = said.stdout.split('\n').filter((line) => line.startsWith('{'));
      const last = lines.at(-1);
      if (last === undefined) throw new Error(`${said.stdout}${said.stderr}`);
      // Whatever any test brings about is said as the schema tells.
      for (const line of lines) eventSchema.parse(JSON.parse(line));
      resolve({ code, ...said, end: JSON.parse(last) as Told['end'] });
    });
  });
}

export const fatesOf = ({ end }: Told): readonly string[] => end.units.map(({ unit, is }) => `${unit} ${is}`);

export const crates = (settings: Readonly<Record<string, string>> = ofConvoy): string =>
  commitAll(
    write(tempFolder(), {
      'Cargo.toml': '[workspace]\nmembers = ["rope", "ship"]\nresolver = "2"\n',
      'rope/Cargo.toml': crateManifest('quay-rope'),
      'rope/src/lib.rs': 'pub fn knot() -> u8 { 7 }\n',
      'ship/Cargo.toml': crateManifest(
        'quay-ship',
        '[dependencies]\nquay-rope = { path = "../rope", version = "1.0.0" }\n',
      ),
      'ship/src/lib.rs': 'pub fn sail() -> u8 { quay_rope::knot() }\n',
      '.gitignore': 'target\nnode_modules\n.nx\n',
      ...settings,
    }),
  );

const crateManifest = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "For a test"\n${more}`;

/** What was sent to be kept, in order. */
export const uploads = ({ registries }: Dockyard): readonly string[] =>
  registries
    .requests()
    .filter(({ role, method }) => role === 'publish' && method !== 'GET' && method !== 'HEAD')
    .map(({ method, path, status }) => `${method} ${path} ${status}`);

const options = { registries: { 'crates.io': 'local' } };
const ofConvoy = { 'convoy.json': JSON.stringify({ convoy: options }) };
export const ofNx = { 'nx.json': JSON.stringify({ plugins: [{ plugin: 'nx-convoy', options }] }) };

const ofBuilds = ['UV_DEFAULT_INDEX', 'UV_INSECURE_HOST', 'PIP_INDEX_URL', 'PIP_TRUSTED_HOST'];
